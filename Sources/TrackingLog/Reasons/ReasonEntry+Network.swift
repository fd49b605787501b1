extension ReasonEntry {
    /// Failures on the way to a gateway, as the HTTP clients of many languages write them.
    ///
    /// Sources: curl, "libcurl error codes"; Node.js, "Errors", common system errors, and nodejs/undici
    /// `lib/core/errors.js`; psf/requests `src/requests/exceptions.py` and urllib3/urllib3 `src/urllib3/exceptions.py`;
    /// OpenJDK `java.net` and `javax.net.ssl`; Go `net`, `net/http`, `context` and `crypto/x509`; Ruby `Net::HTTP` and
    /// `OpenSSL`; .NET `System.Net.Http` and `System.Net.Sockets`; firebase/firebase-admin-node `src/utils/api-request.ts`;
    /// firebase/firebase-admin-java `AbstractHttpErrorHandler.java`; firebase/firebase-admin-python
    /// `firebase_admin/_utils.py`; firebase/firebase-admin-go `internal/errors.go`; node-apn/node-apn `lib/client.js`;
    /// web-push-libs/web-push `src/web-push-lib.js`. The advice is ours.
    static let network: [ReasonEntry] = [
        ReasonEntry(
            "timed out", category: .gateway, retry: .yes, token: .keep,
            aliases: [
                ("ETIMEDOUT", means: "timed out"), ("ESOCKETTIMEDOUT", means: "timed out"),
                ("ECONNABORTED", means: "timed out"), ("UND_ERR_CONNECT_TIMEOUT", means: "timed out"),
                ("UND_ERR_HEADERS_TIMEOUT", means: "timed out"), ("UND_ERR_BODY_TIMEOUT", means: "timed out"),
                ("ReadTimeout", means: "timed out"), ("ConnectTimeout", means: "timed out"),
                ("ReadTimeoutError", means: "timed out"), ("ConnectTimeoutError", means: "timed out"),
                ("SocketTimeoutException", means: "timed out"), ("HttpTimeoutException", means: "timed out"),
                ("HttpConnectTimeoutException", means: "timed out"), ("app/network-timeout", means: "timed out"),
                ("TimeoutError", means: "timed out"), ("ERR_SOCKET_CONNECTION_TIMEOUT", means: "timed out"),
            ],
            texts: [
                "Operation timed out", "The operation has timed out", "network timeout at", "Connection timed out",
                "connection timeout",
                "Read timed out", "connect timed out",
                "Request timed out", "cURL error 28", "context deadline exceeded", "i/o timeout",
                "Client.Timeout exceeded", "TLS handshake timeout", "Net::ReadTimeout", "Net::OpenTimeout",
                "execution expired", "Socket timeout",
                "The request was canceled due to the configured HttpClient.Timeout",
                "A task was canceled",
                "the connected party did not properly respond after a period of time",
                "Timed out while making an API call", "timed out while making an http call",
            ],
            advice: "Send again after a pause that grows with each try, and check the network if it lasts."),
        ReasonEntry(
            "connection refused", category: .gateway, retry: .yes, token: .keep,
            aliases: [("ECONNREFUSED", means: "connection refused")],
            texts: [
                "cURL error 7", "Failed to establish a new connection", "Failed to establish a connection",
                "the target machine actively refused it", "Max retries exceeded with url",
                "Cannot connect to host", "Could not connect to server",
            ],
            advice: "Check the address, the port and the firewall or proxy on the way, then send again."),
        ReasonEntry(
            "connection reset", category: .gateway, retry: .yes, token: .keep,
            aliases: [
                ("ECONNRESET", means: "connection reset"), ("EPIPE", means: "connection reset"),
                ("UND_ERR_SOCKET", means: "connection reset"), ("RemoteDisconnected", means: "connection reset"),
                ("EOFError", means: "connection reset"), ("EOFException", means: "connection reset"),
                ("EOF", means: "connection reset"), ("GOAWAY", means: "connection reset"),
                ("app/network-error", means: "connection reset"),
                ("ServerDisconnectedError", means: "connection reset"),
                ("ERR_HTTP2_STREAM_ERROR", means: "connection reset"),
                ("ERR_HTTP2_GOAWAY_SESSION", means: "connection reset"),
                ("NGHTTP2_REFUSED_STREAM", means: "connection reset"),
            ],
            texts: [
                "Connection reset by peer", "socket hang up", "Broken pipe", "Connection aborted",
                "Remote end closed connection without response", "unexpected EOF", "Empty reply from server",
                "cURL error 52", "cURL error 55", "cURL error 56", "cURL error 16", "cURL error 92",
                "client connection lost", "use of closed network connection", "stream was reset",
                "was not closed cleanly", "Unable to read data from the transport connection",
                "socket disconnected before secure TLS connection was established", "fetch failed",
                "stream ended unexpectedly", "apn write failed",
                "An existing connection was forcibly closed by the remote host",
            ],
            advice: "Open a new connection and send again: this one broke off."),
        ReasonEntry(
            "host not found", category: .gateway, retry: .yes, token: .keep,
            aliases: [
                ("ENOTFOUND", means: "host not found"), ("EAI_AGAIN", means: "host not found"),
                ("UnknownHostException", means: "host not found"), ("NameResolutionError", means: "host not found"),
            ],
            texts: [
                "Could not resolve host", "cURL error 6", "Name or service not known",
                "Temporary failure in name resolution", "nodename nor servname provided", "no such host",
                "No such host is known", "Could not resolve proxy", "server misbehaving",
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
            "certificate refused", category: .credentials, retry: .fix, token: .keep,
            aliases: [
                ("CERT_HAS_EXPIRED", means: "certificate refused"),
                ("CERTIFICATE_VERIFY_FAILED", means: "certificate refused"),
                ("DEPTH_ZERO_SELF_SIGNED_CERT", means: "certificate refused"),
                ("SELF_SIGNED_CERT_IN_CHAIN", means: "certificate refused"),
                ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", means: "certificate refused"),
                ("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", means: "certificate refused"),
                ("ERR_TLS_CERT_ALTNAME_INVALID", means: "certificate refused"),
                ("SSLHandshakeException", means: "certificate refused"),
            ],
            texts: [
                "SSL certificate problem", "certificate has expired", "certificate verify failed", "cURL error 35",
                "cURL error 58", "cURL error 60", "unable to get local issuer certificate", "self signed certificate",
                "self-signed certificate", "x509: certificate", "tls: failed to verify certificate",
                "tls: bad certificate", "tls: expired certificate", "OpenSSL::SSL::SSLError",
                "no alternative certificate subject name matches target host name", "PKIX path building failed",
                "The SSL connection could not be established", "The remote certificate is invalid",
                "alert certificate expired", "alert certificate revoked", "alert bad certificate",
                "alert handshake failure", "tls: handshake failure", "SSL handshake failed", "SSL_connect returned=1",
            ],
            advice:
                "Renew the push certificate if it has expired; else update the server's root certificates, and check its clock."
        ),
    ]
}
