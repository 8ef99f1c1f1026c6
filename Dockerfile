# callgrade in a container: the weights are inside, it runs as an ordinary user, and needs neither a network nor a root
# folder that can be written. docs/how-to/container.md shows how to build and run it.

FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv
WORKDIR /source
COPY . .
RUN python3 -m venv /opt/callgrade && /opt/callgrade/bin/pip install --no-cache-dir -c constraints.txt '.[all]'
# The weights are unpacked and checked here. At run time every user may read them, and nothing is written there.
RUN XDG_CACHE_HOME=/opt/callgrade/cache /opt/callgrade/bin/callgrade doctor && chmod -R a+rX /opt/callgrade

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home --home-dir /results callgrade
COPY --from=build /opt/callgrade /opt/callgrade
ENV PATH=/opt/callgrade/bin:/usr/bin:/bin XDG_CACHE_HOME=/opt/callgrade/cache
USER callgrade
WORKDIR /results
VOLUME /results
ENTRYPOINT ["callgrade"]
CMD ["--help"]
