import TrackingLog

extension RefusalText {
    /// Huawei's codes and texts (HMS-Core/hms-push-serverdemo-java `ResponceCodeProcesser.java`), ADM's words
    /// (codedge-llc/pigeon `result_parser.ex`) and WNS's descriptions (rpush `lib/rpush/daemon/wns/delivery.rb`).
    static let otherGatewayTexts: [RefusalText] =
        [
            texts(
                .huawei, .token, .no, .check,
                "80300007", "HMS server send message error: 80300007", "All the tokens are invalid",
                #"{"code":"80300007","msg":"invalid token","requestId":"x"}"#,
                #"{"code":"80100000","msg":"{\"success\":3,\"failure\":1,\"illegal_tokens\":[\"xxx\"]}","requestId":""}"#
            ),
            texts(
                .huawei, .credentials, .fix, .keep,
                "80200001", #"{"code":"80200001","msg":"Oauth authentication error"}"#, "Oauth Token expired",
                #"{"code":"80300002","msg":"APP is forbidden to send"}"#, "Request OAuth service failed"),
            texts(
                .huawei, .request, .fix, .keep,
                #"{"code":"80100001","msg":"UnSupported svc","requestId":""}"#,
                "80100003", "TTL is less than current time, please check", "80300010"),
            texts(
                .huawei, .payload, .fix, .keep,
                "80300008", "The message body size exceeds the default value set by the system (4K)", "80100016"),
            texts(.huawei, .gateway, .yes, .keep, "81000001"),
            texts(
                .adm, .token, .no, .remove,
                #"{"reason":"InvalidRegistrationId"}"#,
                "Failed to deliver to recipients: \namzn1.adm-registration.v2.Y29tL: InvalidRegistrationId"),
            texts(.adm, .payload, .fix, .keep, #"{"reason":"MessageTooLarge"}"#, "InvalidData"),
            texts(.adm, .request, .fix, .keep, "InvalidChecksum", "InvalidExpiration"),
            texts(.adm, .credentials, .fix, .keep, #"{"reason":"AccessTokenExpired"}"#),
            texts(
                .adm, .throttled, .later, .keep,
                "Unable to deliver notification 3, received error 429 (Exceeded maximum allowable rate of messages.)"),
            texts(
                .wns, .token, .no, .remove,
                "Unable to deliver notification 3, received error 410 (The channel expired.)", "BadChannel"),
            texts(
                .wns, .token, .no, .remove, on: .windows, "410 Gone", "InvalidToken"),
            texts(
                .wns, .token, .no, .check,
                "Unable to deliver notification 3, received error 404 (The channel URI is not valid or is not recognized by WNS.)"
            ),
            texts(.wns, .token, .no, .check, on: .windows, "404 Not Found"),
            texts(
                .wns, .request, .fix, .keep,
                "One or more headers were specified incorrectly or conflict with another header."),
            texts(
                .wns, .credentials, .fix, .keep,
                "The cloud service did not present a valid authentication ticket. The OAuth ticket may be invalid.",
                "The cloud service is not authorized to send a notification to this URI even though they are authenticated."
            ),
            texts(
                .wns, .throttled, .later, .keep,
                "The cloud service exceeded its throttle limit.", "X-WNS-NotificationStatus: channelThrottled"),
            texts(.wns, .payload, .fix, .keep, "The notification payload exceeds the 5000 byte size limit."),
            texts(
                .wns, .gateway, .yes, .keep,
                "An internal failure caused notification delivery to fail.", "The server is currently unavailable."),
            texts(
                .wns, .unknown, .no, .keep,
                "Unable to deliver notification 3, received error 200 (Notification was received but suppressed by the service ().)"
            ),
        ].flatMap { $0 }

    /// Expo's tickets and receipts, SNS's delivery failures, Azure's outcomes, the errors of OneSignal, Xiaomi, Airship and
    /// Pushwoosh.
    static let relayTexts: [RefusalText] =
        [
            texts(
                .expo, .token, .no, .remove,
                #""ExponentPushToken[x]" is not a registered push notification recipient"#,
                #"{"status":"error","message":"The recipient device is not registered with FCM.","details":{"error":"DeviceNotRegistered"}}"#,
                #"{"data":[{"status":"error","message":"\"ExponentPushToken[xxxxxxxxxxxxxxxxxxxxxx]\" is not a registered push notification recipient","details":{"error":"DeviceNotRegistered"}}]}"#,
                "The recipient device is not registered with APNs.", "Error: DeviceNotRegistered"),
            texts(.expo, .gateway, .yes, .keep, "ProviderError", "ExpoError"),
            texts(
                .expo, .request, .fix, .keep, "DeveloperError",
                #"{"errors":[{"code":"PUSH_TOO_MANY_EXPERIENCE_IDS","message":"All push notification messages in the same request must be for the same project"}]}"#
            ),
            texts(
                .expo, .credentials, .fix, .keep,
                "Unable to retrieve the FCM server key for the recipient's app. Make sure you have provided a server key as directed by the Expo FCM documentation."
            ),
            // Words that Expo shares with FCM's retired API.
            texts(nil, .payload, .fix, .keep, #"{"status":"error","details":{"error":"MessageTooBig"}}"#),
            texts(nil, .throttled, .later, .keep, #"{"status":"error","details":{"error":"MessageRateExceeded"}}"#),
            texts(nil, .credentials, .fix, .keep, #"{"status":"error","details":{"error":"InvalidCredentials"}}"#),
            texts(
                .sns, .token, .no, .check,
                "EndpointDisabled", "EndpointDisabledException: Endpoint is disabled",
                "An error occurred (EndpointDisabled) when calling the Publish operation: Endpoint is disabled",
                "Platform token associated with the endpoint is not valid", "Endpoint was not found",
                "InvalidParameter: Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified",
                #"{"DeliveryAttempts":1,"EndpointArn":"arn:aws:sns:us-east-1:1:endpoint/APNS/a/3","EventType":"DeliveryFailure","FailureMessage":"Platform token associated with the endpoint is not valid","FailureType":"InvalidPlatformToken","MessageId":"4e65","Resource":"arn:aws:sns:us-east-1:1:app/APNS/a","Service":"SNS","Time":"2018-04-26T17:29:48.732Z"}"#
            ),
            // SNS's delivery status log holds the gateway's own answer.
            texts(
                .fcm, .token, .no, .remove,
                #"{"notification":{"messageId":"1"},"delivery":{"deliveryId":"2","providerResponse":"{\"error\":{\"code\":404,\"message\":\"Requested entity was not found.\",\"status\":\"NOT_FOUND\",\"details\":[{\"errorCode\":\"UNREGISTERED\"}]}}","statusCode":404},"status":"FAILURE"}"#
            ),
            texts(
                .apns, .token, .no, .remove,
                #"{"delivery":{"providerResponse":"{\"reason\":\"Unregistered\"}","statusCode":410},"status":"FAILURE"}"#
            ),
            texts(.sns, .ambiguous, .fix, .check, "Notification body is invalid"),
            texts(
                .sns, .credentials, .fix, .keep, "Platform application credentials are not valid.",
                "PlatformApplicationDisabledException"),
            texts(
                .sns, .gateway, .yes, .keep, "Dependency is not available.",
                "Unexpected failure; please contact Amazon. Failure phrase [Internal Error]."),
            texts(.sns, .throttled, .later, .keep, "Request throttled by [gcm]."),
            texts(.azure, .token, .no, .check, "WrongToken", "WrongChannel"),
            texts(.azure, .payload, .fix, .keep, "InvalidNotificationFormat", "InvalidNotificationSize"),
            texts(
                .azure, .gateway, .yes, .keep, "PnsUnreachable", "PnsServerError", "PnsUnavailable",
                "ChannelDisconnected"
            ),
            texts(
                .onesignal, .audience, .no, .keep,
                #"{"id":"","errors":["All included players are not subscribed"]}"#,
                "All included players are not subscribed"),
            texts(
                .onesignal, .credentials, .fix, .keep,
                "Access denied.  Please include an 'Authorization: ...' header with a valid API key (https://documentation.onesignal.com/docs/en/keys-and-ids#api-keys)."
            ),
            texts(
                .onesignal, .request, .fix, .keep,
                "You must include which players, segments, or tags you wish to send this notification to."),
            texts(
                .onesignal, .token, .no, .check,
                #"{"id":"1","errors":{"invalid_player_ids":["5fdc92b2-3b2a-11e5-ac13-8fdccfe4d986"]}}"#),
            texts(
                .xiaomi, .token, .no, .check, on: .android,
                #"{"result":"error","reason":"No valid targets!","trace_id":"Xcm07b77488763663927bm","code":20301,"description":"发送消息失败"}"#,
                "[ messageId=Xcm07b77488763663927bm errorCode=20301 reason=No valid targets! trace_id=Xcm07b77488763663927bm ]"
            ),
            texts(
                .xiaomi, .ambiguous, .fix, .check, "errorCode=20301", "20301",
                // Its reason is, but for spaces, a word of ADM's that removes a token.
                #"{"result":"error","reason":"Invalid registration id","trace_id":"Xcm1","code":20301}"#),
            texts(
                .xiaomi, .credentials, .fix, .keep,
                "[ messageId=Xcm60262621473762966Eb errorCode=21301 reason=Invalid application secret. trace_id=Xcm60262621473762966Eb ]",
                #"{"result":"error","trace_id":"Xcm04b25474860887543eZ","code":21301,"description":"认证失败","reason":"Invalid application secret."}"#,
                "Server response: MessageId: Xdm68171686069405872Cm ErrorCode: com.xiaomi.push.sdk.ErrorCode@2c5c63ff Reason: AppId(id=2882303761520086841) in the blacklist, forbid to send messages",
                // Its reason is a word of FCM's; the code decides.
                #"{"result":"error","reason":"Invalid package name","trace_id":"Xcm1","code":22022}"#),
            texts(
                .xiaomi, .request, .fix, .keep,
                #"{"result":"error","reason":"Title or Description is empty!","trace_id":"Xcm09b39481730584495Ud","code":65011,"description":"未提供参数"}"#,
                #"{"result": "error", "reason": "Must input one of: regid/topic/alias/userAccount/miid/geoId/groupId/region", "trace_id": "Xcm35b38494233429183nK", "code": 21305, "description": "缺少必要的参数"}"#,
                "errorCode=26006"),
            // Others' answers have a trace too.
            texts(.fcm, .token, .no, .remove, #"{"code":"NOT_FOUND","trace_id":"1"}"#),
            texts(.huawei, .token, .no, .check, #"{"code":80300007,"trace_id":"1"}"#),
            texts(.xiaomi, .payload, .fix, .keep, "errorCode=65009"),
            texts(
                .xiaomi, .throttled, .later, .keep, "errorCode=10034", #"{"trace_id":"Xcm1","code":10027}"#),
            texts(.xiaomi, .gateway, .yes, .keep, "[ errorCode=10002 ]", "26003"),
            texts(
                .airship, .token, .no, .check,
                #"{"ok":false,"error":"Could not parse request body.","error_code":40282,"details":{"error":"Invalid device token myDeviceToken"}}"#,
                #"{"ok":false,"error":"Invalid channel id.","error_code":40404}"#,
                #"{"ok": false, "error": "Entity not found", "error_code": 40401}"#),
            texts(
                .airship, .ambiguous, .fix, .check,
                #"{"ok":false,"error":"Invalid push content","error_code":40001}"#,
                "Request failed with status 400: '40902 Could not parse request body.': {'error': 'malformed sender'}"),
            texts(
                .airship, .request, .fix, .keep,
                #"{"ok":false,"error":"Could not parse request body.","error_code":40000,"details":{"error":"The key 'alert1' is not allowed in this context","path":"notification.alert1","location":{"line":5,"column":18}}}"#,
                "Error:APIError:Could not parse request body.\nCode:Optional.of(40000)\nDetails:\nError:DeviceType 'android' was referenced by 'device_types', but no payload was provided."
            ),
            texts(
                .airship, .credentials, .fix, .keep, #"{"ok":false,"error":"Unauthorized","error_code":40101}"#),
            texts(.pushwoosh, .credentials, .fix, .keep, on: .ios, "RevokedCertificate"),
            texts(.pushwoosh, .gateway, .yes, .keep, on: .ios, "TimeoutExceeded", "SandboxSendingError"),
            texts(
                .pushwoosh, .credentials, .fix, .keep,
                #"{"status_code":210,"status_message":"Access denied or application not found","response":{"Messages":[]}}"#,
                #"{"status_code":210,"status_message":"Application not found","response":null}"#),
            texts(
                .pushwoosh, .token, .no, .check,
                #"{"status_code":200,"status_message":"OK","response":{"Messages":["AF0B-EEFE4D5E-E445B2E9"],"UnknownDevices":{"AF0B-EEFE4D5E-E445B2E9":["foo","bar"]}}}"#
            ),
        ].flatMap { $0 }

    /// What HTTP clients say where no gateway was reached, and what senders hold back.
    static let networkTexts: [RefusalText] =
        [
            texts(
                .sender, .gateway, .yes, .keep,
                // curl, and Guzzle over it.
                "cURL error 28: Resolving timed out after 5000 milliseconds (see https://curl.haxx.se/libcurl/c/libcurl-errors.html)",
                "cURL error 6: Could not resolve host: fcm.googleapis.com",
                "cURL error 7: Failed to connect to api.push.apple.com port 443: Connection refused",
                "cURL error 56: OpenSSL SSL_read: Connection reset by peer, errno 104",
                "curl: (52) Empty reply from server",
                // Node.
                "Error: connect ETIMEDOUT 172.217.16.138:443", "Error: connect ECONNREFUSED 127.0.0.1:443",
                "getaddrinfo ENOTFOUND fcm.googleapis.com", "getaddrinfo EAI_AGAIN oauth2.googleapis.com",
                "socket hang up", "write EPIPE", "read ECONNRESET", "apn write failed: stream ended unexpectedly",
                "Error while making request: getaddrinfo ENOTFOUND fcm.googleapis.com. Error code: ENOTFOUND",
                "app/network-timeout", "Socket timeout", "TypeError: fetch failed",
                "network timeout at: https://fcm.googleapis.com/v1/projects/p/messages:send",
                "Client network socket disconnected before secure TLS connection was established",
                // Python.
                "HTTPSConnectionPool(host='fcm.googleapis.com', port=443): Max retries exceeded with url: /v1/projects (Caused by NewConnectionError('Failed to establish a new connection: [Errno -2] Name or service not known'))",
                "HTTPSConnectionPool(host='fcm.googleapis.com', port=443): Read timed out. (read timeout=10)",
                "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
                "Timed out while making an API call: timeout", "Failed to establish a connection: refused",
                "[Errno 101] Network is unreachable",
                // Java.
                "java.net.SocketTimeoutException: Read timed out",
                "java.net.UnknownHostException: fcm.googleapis.com", "java.net.ConnectException: Connection refused",
                "java.net.NoRouteToHostException: No route to host (Host unreachable)",
                // Go.
                "Post \"https://fcm.googleapis.com\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
                "dial tcp: lookup api.push.apple.com: no such host", "dial tcp 17.188.143.34:443: i/o timeout",
                "net/http: TLS handshake timeout", "unexpected EOF", "Post \"https://api.push.apple.com\": EOF",
                "http2: server sent GOAWAY and closed the connection; LastStreamID=1999",
                "http2: client connection lost",
                "Error while making requests: GOAWAY - too_many_pings, Error code: 11",
                // Ruby.
                "Net::OpenTimeout: execution expired", "Net::ReadTimeout with #<TCPSocket:(closed)>",
                "Failed to open TCP connection to fcm.googleapis.com:443 (getaddrinfo: Temporary failure in name resolution)",
                "EOFError: end of file reached", "Errno::EPIPE: Broken pipe",
                // .NET.
                "The request was canceled due to the configured HttpClient.Timeout of 100 seconds elapsing.",
                "No such host is known.",
                "No connection could be made because the target machine actively refused it.",
                "The operation has timed out.",
                "A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond.",
                "An existing connection was forcibly closed by the remote host.",
                "The HTTP/2 server reset the stream. HTTP/2 error code 'REFUSED_STREAM' (0x7).",
                "The response ended prematurely. (ResponseEnded)",
                "System.Net.Http.HttpRequestException: An error occurred while sending the request.",
                "The remote name could not be resolved: 'fcm.googleapis.com'"),
            // Of what a library writes around a cause, the cause decides.
            texts(
                .sender, .gateway, .yes, .keep,
                "curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to 127.0.0.1:58245",
                "curl: (7) Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server",
                "cURL error 92: HTTP/2 stream 1 reset by server (error 0x2 INTERNAL_ERROR)",
                "cURL error 18: transfer closed with 42 bytes remaining to read",
                "timeout of 5000ms exceeded", "AxiosError: Network Error", "Timeout awaiting 'request' for 5000ms",
                "TypeError: fetch failed [cause]: SocketError: other side closed", "Premature close",
                "HTTPSConnectionPool(host='127.0.0.1', port=46911): Max retries exceeded with url: / (Caused by SSLError(SSLEOFError(8, '[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol (_ssl.c:1006)')))",
                "HTTPConnectionPool(host='no.such.host.invalid', port=80): Max retries exceeded with url: / (Caused by NameResolutionError(\"HTTPConnection(host='no.such.host.invalid', port=80): Failed to resolve 'no.such.host.invalid' ([Errno -2] Name or service not known)\"))",
                "Connection to api.push.apple.com timed out. (connect timeout=5)",
                "httpx.RemoteProtocolError: Server disconnected without sending a response.",
                "Connection timeout to host https://fcm.googleapis.com",
                "Unknown error while making a remote service call: x",
                "javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake",
                "java.io.IOException: HTTP/1.1 header parser received no bytes", "java.net.ConnectException",
                "unexpected end of stream on https://fcm.googleapis.com/...",
                "fcm.googleapis.com:443 failed to respond",
                "Connect to fcm.googleapis.com:443 [fcm.googleapis.com/142.250.1.1] failed: Connection refused",
                "net/http: timeout awaiting response headers", "http: server closed idle connection",
                "stream error: stream ID 5; REFUSED_STREAM; received from peer", "http2: client conn is closed",
                "SSL_connect SYSCALL returned=5 errno=0 peeraddr=17.188.143.34:443 state=SSLv3/TLS write client hello",
                "OpenSSL::SSL::SSLError: SSL_read: unexpected eof while reading",
                "The SSL connection could not be established, see inner exception. Received an unexpected EOF or 0 bytes from the transport stream."
            ),
            texts(
                .sender, .credentials, .fix, .keep,
                "HTTPSConnectionPool(host='localhost', port=37841): Max retries exceeded with url: / (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)')))",
                "Failed to establish a connection: HTTPSConnectionPool(host='fcm.googleapis.com', port=443): Max retries exceeded with url: /v1 (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)')))",
                "Cannot connect to host fcm.googleapis.com:443 ssl:True [SSLCertVerificationError: (1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1129)')]",
                "TypeError: fetch failed [cause]: Error: self-signed certificate { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }",
                "cURL error 60: SSL: no alternative certificate subject name matches target hostname 'x'",
                "The underlying connection was closed: Could not establish trust relationship for the SSL/TLS secure channel.",
                "javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_expired",
                "remote error: tls: revoked certificate", "tlsv13 alert certificate required", "cURL error 35: x"),
            texts(
                .sender, .credentials, .fix, .keep,
                "cURL error 60: SSL certificate problem: unable to get local issuer certificate",
                "CERT_HAS_EXPIRED", "unable to verify the first certificate: UNABLE_TO_VERIFY_LEAF_SIGNATURE",
                "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed certificate (_ssl.c:1056)",
                "javax.net.ssl.SSLHandshakeException: PKIX path building failed",
                "x509: certificate signed by unknown authority", "remote error: tls: bad certificate",
                "SSL_connect returned=1 errno=0 state=SSLv3 read finished A: sslv3 alert certificate expired",
                "The SSL connection could not be established, see inner exception.",
                "write EPROTO: sslv3 alert certificate revoked", "invalid_grant: Invalid JWT Signature.",
                "missing fcm credential data"),
            texts(
                .sender, .suppressed, .no, .keep, "OPT_OUT", "The person has opted out", "In the control group",
                "Frequency Capped", "frequency cap reached"),
            texts(.sender, .audience, .no, .keep, "NoTargets"),
        ].flatMap { $0 }

    /// HTTP statuses, which mean what the platform's gateway says by them.
    static let statusTexts: [RefusalText] =
        [
            texts(.apns, .token, .no, .remove, on: .ios, "410", "HTTP 410", "HTTP/2 410", "Gone", "410_Gone"),
            texts(.apns, .request, .fix, .keep, on: .ios, "404 Not Found", "Not Found", "405 Method Not Allowed"),
            texts(.apns, .ambiguous, .fix, .check, on: .ios, "400", "400 Bad Request"),
            texts(.apns, .credentials, .fix, .keep, on: .ios, "403", "403 Forbidden"),
            texts(.apns, .payload, .fix, .keep, on: .ios, "413 Request Entity Too Large", "HTTP 413"),
            texts(.apns, .throttled, .later, .keep, on: .ios, "429", "Too Many Requests"),
            texts(.apns, .gateway, .yes, .keep, on: .ios, "500 Internal Server Error", "503 Service Unavailable"),
            texts(.unnamedGateway, .gateway, .yes, .keep, on: .ios, "502 Bad Gateway", "504 Gateway Time-out"),
            texts(
                .fcm, .token, .no, .check, on: .android,
                "404", "HTTP 404", "Not Found", "Request failed with status code 404",
                "Response status code does not indicate success: 404 (Not Found).",
                "The remote server returned an error: (404) Not Found.", "HTTP Error 404: Not Found"),
            texts(.unnamedGateway, .token, .no, .check, on: .android, "410", "410 Gone"),
            texts(.fcm, .ambiguous, .fix, .check, on: .android, "400 Bad Request"),
            texts(.fcm, .credentials, .fix, .keep, on: .android, "401 Unauthorized", "403", "Unauthorized"),
            texts(.fcm, .gateway, .yes, .keep, on: .android, "503", "Internal Server Error"),
            texts(.wns, .throttled, .later, .keep, on: .windows, "406 Not Acceptable", "429"),
            texts(.wns, .credentials, .fix, .keep, on: .windows, "401 Unauthorized", "403 Forbidden"),
            // Nobody knows whose status it is: none removes a token.
            texts(
                .unnamedGateway, .token, .no, .check, "404", "404 Not Found", "410", "410 Gone", "404 page not found"),
            texts(.unnamedGateway, .credentials, .fix, .keep, "401", "Unauthorized", "HTTP/1.1 403 Forbidden"),
            texts(
                .unnamedGateway, .gateway, .yes, .keep,
                "502 Bad Gateway", "Server returned HTTP response code: 503 for URL: https://example.com", "HTTP 507"),
            texts(.unnamedGateway, .request, .fix, .keep, "415 Unsupported Media Type", "HTTP 422"),
            // A number that may be no status removes nothing, on no platform.
            texts(.unnamedGateway, .token, .no, .check, on: .ios, "410 devices could not be reached"),
            texts(.unnamedGateway, .token, .no, .check, on: .web, "410 of them"),
        ].flatMap { $0 }
}
