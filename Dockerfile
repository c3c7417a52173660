# The one binary in a small image. `docker build -t dsms .`
FROM node:22-bookworm-slim AS node

FROM rust:1.95-bookworm AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
    && rustup target add wasm32-unknown-unknown
ENV DSMS_TOOLS=/tools
WORKDIR /src
COPY . .
# Tools and what was compiled stay between builds.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/tools \
    --mount=type=cache,target=/src/target \
    cargo xtask build --release && cp target/release/dsms /dsms

FROM debian:bookworm-slim
RUN apt-get update \
    # Orders are printed with this font.
    && apt-get install --yes --no-install-recommends ca-certificates fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --home-dir /var/lib/dsms --create-home dsms
COPY --from=build /dsms /usr/local/bin/dsms
USER dsms
WORKDIR /var/lib/dsms
ENV DSMS__HTTP__BIND=0.0.0.0:8080 \
    DSMS__DATABASE__URL=sqlite:///var/lib/dsms/dsms.db \
    DSMS__LICENSING__KEYS_DIR=/var/lib/dsms/keys \
    DSMS__MAIL__DIR=/var/lib/dsms/mail
VOLUME /var/lib/dsms
EXPOSE 8080
# Whether it serves: the image has no curl, bash opens the line itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3 && grep -q ' 200 ' <&3"]
ENTRYPOINT ["dsms"]
CMD ["serve"]
