# seedctl as a small image: built in one stage, run in another with the example's migrations and profiles.
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY scripts/install-packages.sh scripts/
RUN ./scripts/install-packages.sh build
COPY . .
RUN cmake --preset release && cmake --build --preset release --target seedctl

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpqxx-6.4 libsqlite3-0 libyaml-cpp0.7 libfmt9 libssl3 libpg-query1504.0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home seedctl
COPY --from=build /src/build/release/seedctl /usr/local/bin/seedctl
WORKDIR /project
COPY --chown=seedctl migrations migrations
COPY --chown=seedctl seeds seeds
RUN chown seedctl /project
USER seedctl
ENTRYPOINT ["seedctl"]
CMD ["status"]
