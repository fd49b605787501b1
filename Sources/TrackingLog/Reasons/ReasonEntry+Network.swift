extension ReasonEntry {
    /// Failures on the way to a gateway, as the HTTP clients of many languages write them.
    ///
    /// What a library writes around a cause, such as `Max retries exceeded with url`, is a wrapper: the cause decides.
    ///
    /// Sources: curl/curl `docs/libcurl/libcurl-errors.md`, `lib/strerror.c`, `lib/http2.c` of several versions,
    /// `lib/vtls/openssl.c`, and guzzle/guzzle `src/Handler/CurlFactory.php`; Node.js 20 (`lib/_http_client.js`,
    /// `lib/_tls_wrap.js`, `lib/internal/errors.js`, OpenSSL's codes), nodejs/undici `lib/core/errors.js` and
    /// `lib/web/fetch/index.js`, axios/axios `lib/adapters/http.js`, sindresorhus/got `source/core/timed-out.ts`,
    /// request/request `request.js`, node-fetch/node-fetch `src/index.js` and version 2; urllib3/urllib3
    /// `src/urllib3/exceptions.py` and `connection.py`, psf/requests `src/requests/exceptions.py`, encode/httpx
    /// `httpx/_exceptions.py`, encode/httpcore `httpcore/_sync/http11.py`, aio-libs/aiohttp `aiohttp/client_exceptions.py`
    /// and `client_proto.py`, Python's `http.client`; OpenJDK 17 (`java.net`, `java.net.http`, `sun.security.ssl`),
    /// square/okhttp `Http1ExchangeCodec.kt` and `StreamResetException.kt`, apache/httpcomponents-client
    /// `ConnectExceptionSupport.java`; Go 1.19 (`net`, `net/http`, `context`, `crypto/tls`, `crypto/x509`) and golang/net
    /// `http2`; ruby/net-http `lib/net/http.rb`, ruby/timeout, ruby/openssl `ext/openssl/ossl_ssl.c`; dotnet/runtime
    /// `System.Net.Http` and `System.Net.Security` (`Strings.resx`), and what logs show of Windows' socket errors and .NET
    /// Framework; the error strings of glibc, macOS and OpenSSL 3; firebase/firebase-admin-node
    /// `src/utils/api-request.ts`, -java `AbstractHttpErrorHandler.java`, -python `firebase_admin/_utils.py`, -go
    /// `internal/errors.go`; node-apn/node-apn `lib/client.js`; web-push-libs/web-push `src/web-push-lib.js`. The advice is
    /// ours.
    static let network: [ReasonEntry] = [
        ReasonEntry(
            "timed out", category: .gateway, retry: .yes, token: .keep,
            aliases: [
                ("ETIMEDOUT", means: "timed out"), ("ESOCKETTIMEDOUT", means: "timed out"),
                ("ECONNABORTED", means: "timed out"), ("UND_ERR_CONNECT_TIMEOUT", means: "timed out"),
                ("UND_ERR_HEADERS_TIMEOUT", means: "timed out"), ("UND_ERR_BODY_TIMEOUT", means: "timed out"),
                ("ERR_SOCKET_CONNECTION_TIMEOUT", means: "timed out"),
                ("ERR_TLS_HANDSHAKE_TIMEOUT", means: "timed out"), ("app/network-timeout", means: "timed out"),
                ("ReadTimeout", means: "timed out"), ("ConnectTimeout", means: "timed out"),
                ("WriteTimeout", means: "timed out"), ("PoolTimeout", means: "timed out"),
                ("ReadTimeoutError", means: "timed out"), ("ConnectTimeoutError", means: "timed out"),
                ("ServerTimeoutError", means: "timed out"), ("SocketTimeoutError", means: "timed out"),
                ("ConnectionTimeoutError", means: "timed out"), ("TimeoutError", means: "timed out"),
                ("SocketTimeoutException", means: "timed out"), ("ConnectTimeoutException", means: "timed out"),
                ("HttpTimeoutException", means: "timed out"), ("HttpConnectTimeoutException", means: "timed out"),
            ],
            texts: [
                "Operation timed out", "The operation has timed out", "network timeout at", "Connection timed out",
                "connection timeout", "Read timed out", "connect timed out", "Request timed out", "timeout of",
                "Timeout awaiting", "Timeout on reading data from socket", "cURL error 28",
                "context deadline exceeded", "i/o timeout", "Client.Timeout exceeded", "TLS handshake timeout",
                "timeout awaiting response headers", "Net::ReadTimeout", "Net::OpenTimeout", "Net::WriteTimeout",
                "execution expired", "Socket timeout", "A task was canceled",
                "The request was canceled due to the configured HttpClient.Timeout",
                "the connected party did not properly respond after a period of time",
                "Timed out while making an API call", "timed out while making an http call",
            ],
            advice: "Send again after a pause that grows with each try, and check the network if it lasts."),
        ReasonEntry(
            "connection refused", category: .gateway, retry: .yes, token: .keep,
            aliases: [("ECONNREFUSED", means: "connection refused")],
            texts: [
                "cURL error 7", "the target machine actively refused it", "Could not connect to server",
                "Couldn't connect to server",
            ],
            wrappers: [
                "Failed to establish a new connection", "Failed to establish a connection", "Cannot connect to host",
                "Max retries exceeded with url", "ConnectException", "Unable to connect to the remote server",
            ],
            advice: "Check the address, the port and the firewall or proxy on the way, then send again."),
        ReasonEntry(
            "connection reset", category: .gateway, retry: .yes, token: .keep,
            aliases: [
                ("ECONNRESET", means: "connection reset"), ("EPIPE", means: "connection reset"),
                ("UND_ERR_SOCKET", means: "connection reset"), ("RemoteDisconnected", means: "connection reset"),
                ("EOFError", means: "connection reset"), ("EOFException", means: "connection reset"),
                ("EOF", means: "connection reset"), ("GOAWAY", means: "connection reset"),
                ("ServerDisconnectedError", means: "connection reset"),
                ("NoHttpResponseException", means: "connection reset"),
                ("SSL_ERROR_SYSCALL", means: "connection reset"),
                ("ERR_HTTP2_STREAM_ERROR", means: "connection reset"),
                ("ERR_HTTP2_GOAWAY_SESSION", means: "connection reset"),
                ("NGHTTP2_REFUSED_STREAM", means: "connection reset"),
            ],
            texts: [
                "Connection reset by peer", "socket hang up", "Broken pipe", "unexpected EOF", "other side closed",
                "Premature close", "stream has been aborted", "stream ended unexpectedly",
                "socket disconnected before secure TLS connection was established",
                "Remote end closed connection without response", "Server disconnected", "Connection broken",
                "Connection lost", "Cannot write to closing transport", "Response payload is not completed",
                "Empty reply from server", "transfer closed with", "was not closed cleanly", "reset by server",
                "was closed cleanly, but before getting", "cURL error 16", "cURL error 18", "cURL error 52",
                "cURL error 55", "cURL error 56", "cURL error 92",
                "client connection lost", "http2: client conn", "use of closed network connection",
                "server closed idle connection", "stream error: stream ID",
                "stream was reset", "unexpected end of stream", "header parser received no bytes",
                "Unexpected end of file from server", "Remote host terminated the handshake", "failed to respond",
                "SSL_connect SYSCALL returned=5", "unexpected eof while reading",
                "An existing connection was forcibly closed by the remote host",
                "the remote party has closed the transport stream", "The server shut down the connection",
                "The HTTP/2 server reset the stream", "The response ended prematurely",
            ],
            wrappers: [
                "Connection aborted", "apn write failed", "Unable to read data from the transport connection",
                "The underlying connection was closed",
            ],
            advice: "Open a new connection and send again: this one broke off."),
        ReasonEntry(
            "host not found", category: .gateway, retry: .yes, token: .keep,
            aliases: [
                ("ENOTFOUND", means: "host not found"), ("EAI_AGAIN", means: "host not found"),
                ("UnknownHostException", means: "host not found"),
                ("UnresolvedAddressException", means: "host not found"),
                ("NameResolutionError", means: "host not found"),
            ],
            texts: [
                "Could not resolve host", "Could not resolve proxy", "cURL error 5", "cURL error 6",
                "Name or service not known", "Temporary failure in name resolution",
                "No address associated with hostname", "nodename nor servname provided", "getaddrinfo failed",
                "no such host", "No such host is known", "The remote name could not be resolved", "server misbehaving",
            ],
            advice: "Check the host's name and the server's DNS, then send again."),
        ReasonEntry(
            "network unreachable", category: .gateway, retry: .yes, token: .keep,
            aliases: [
                ("ENETUNREACH", means: "network unreachable"), ("EHOSTUNREACH", means: "network unreachable"),
                ("NoRouteToHostException", means: "network unreachable"),
            ],
            texts: ["Network is unreachable", "No route to host"],
            advice: "Check the server's network, IPv6 too, then send again."),
        ReasonEntry(
            "network error", category: .gateway, retry: .yes, token: .keep,
            aliases: [("ERR_NETWORK", means: "network error")],
            wrappers: [
                "fetch failed", "app/network-error", "Session error while making requests",
                "An error occurred while sending the request", "Unknown error while making a remote service call",
                "unknown error while making an http call",
            ],
            advice: "Send again, and log the error's cause too: its message is the same for every failure."),
        ReasonEntry(
            "certificate refused", category: .credentials, retry: .fix, token: .keep,
            aliases: [
                ("CERT_HAS_EXPIRED", means: "certificate refused"),
                ("CERT_NOT_YET_VALID", means: "certificate refused"), ("CERT_REVOKED", means: "certificate refused"),
                ("CERTIFICATE_VERIFY_FAILED", means: "certificate refused"),
                ("DEPTH_ZERO_SELF_SIGNED_CERT", means: "certificate refused"),
                ("SELF_SIGNED_CERT_IN_CHAIN", means: "certificate refused"),
                ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", means: "certificate refused"),
                ("UNABLE_TO_GET_ISSUER_CERT", means: "certificate refused"),
                ("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", means: "certificate refused"),
                ("ERR_TLS_CERT_ALTNAME_INVALID", means: "certificate refused"),
            ],
            texts: [
                "SSL certificate problem", "certificate has expired", "certificate is not yet valid",
                "certificate verify failed", "cURL error 51", "cURL error 58", "cURL error 60", "cURL error 77",
                "unable to get local issuer certificate", "unable to verify the first certificate",
                "self signed certificate", "self-signed certificate", "x509: certificate",
                "tls: failed to verify certificate", "tls: bad certificate", "tls: expired certificate",
                "tls: revoked certificate", "tls: unknown certificate", "tls: certificate required",
                "tls: handshake failure", "no alternative certificate subject name matches target",
                "does not match certificate's altnames", "PKIX path building failed",
                "unable to find valid certification path to requested target",
                "Received fatal alert: certificate_expired", "Received fatal alert: certificate_revoked",
                "Received fatal alert: certificate_unknown", "Received fatal alert: handshake_failure",
                "The remote certificate is invalid", "The remote certificate was rejected",
                "Could not establish trust relationship for the SSL/TLS secure channel",
                "alert certificate expired", "alert certificate revoked", "alert certificate unknown",
                "alert certificate required", "alert bad certificate", "alert handshake failure",
            ],
            wrappers: [
                "cURL error 35", "SSLHandshakeException", "SSL handshake failed", "OpenSSL::SSL::SSLError",
                "SSL_connect returned=1", "The SSL connection could not be established",
            ],
            advice:
                "Renew the push certificate if it has expired; else update the server's root certificates, and check its clock."
        ),
    ]
}
