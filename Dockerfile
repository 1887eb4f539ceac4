# The server in an image of nothing else: docker build -t fihris .
#   docker run -p 127.0.0.1:8080:8080 -v /srv/news:/index:ro fihris
# To write as well, the folder belongs to 65532 and a file of tokens is mounted: docs/server.md.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /fihris ./cmd/fihris

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /fihris /fihris
USER 65532:65532
ENV FIHRIS_INDEX=/index FIHRIS_ADDR=:8080
VOLUME /index
EXPOSE 8080
ENTRYPOINT ["/fihris"]
CMD ["serve"]
