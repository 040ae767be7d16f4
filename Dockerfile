# docker build -t buildout --build-arg VERSION=$(git describe --tags --always) .
# docker run -p 8080:8080 -v buildout:/data -e BUILDOUT_TOKEN=$(openssl rand -hex 16) buildout
#
# The container listens on all its addresses, so it needs a token: set
# BUILDOUT_TOKEN, or BUILDOUT_TOKEN_FILE to a mounted secret.

FROM node:20-bookworm-slim AS assets
WORKDIR /src/web/assets
COPY web/assets/package.json web/assets/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/assets/ ./
RUN npm run build

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=assets /src/web/assets/dist/ web/assets/dist/
ARG VERSION=unknown
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=${VERSION}" -o /out/buildout . \
 && mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/buildout /buildout
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
ENV BUILDOUT_ADDR=0.0.0.0:8080 BUILDOUT_DATABASE=/data/buildout.db
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["/buildout", "health"]
ENTRYPOINT ["/buildout"]
CMD ["serve"]
