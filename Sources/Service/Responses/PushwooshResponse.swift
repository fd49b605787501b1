import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// A response of Pushwoosh's API.
///
/// The status code stands in the body. HTTP says 200 except for malformed JSON and our own faults, because there are
/// clients that repeat a request at once, endlessly, on any other HTTP status.
enum PushwooshResponse: RespondingError {
    /// 200, with the response's JSON.
    case ok([UInt8])
    /// 420: the job is not done yet.
    case pending
    /// 210: something about the request is wrong; the text says what.
    case wrong(String)
    /// 210 likewise, with the text where clients of `getMessageLog` look for it, too.
    case refused(String)
    /// 210: the token is missing or unknown.
    case accessDenied
    /// 403: the token lacks the scope.
    case forbidden
    /// HTTP 400: the body is not JSON.
    case malformed(String)
    /// HTTP 500: our own fault.
    case failed
    /// HTTP 503: not now. Clients repeat a request on any HTTP status but 200 and 210.
    case busy

    var status: HTTPResponse.Status {
        switch self {
        case .ok, .pending, .wrong, .refused, .accessDenied, .forbidden: .ok
        case .malformed: .badRequest
        case .failed: .internalServerError
        case .busy: .serviceUnavailable
        }
    }

    private var code: Int {
        switch self {
        case .ok: 200
        case .pending: 420
        case .wrong, .refused, .accessDenied: 210
        case .forbidden: 403
        case .malformed: 400
        case .failed, .busy: 500
        }
    }

    private var message: String {
        switch self {
        case .ok: "OK"
        case .pending: "Request is still being processed"
        case .wrong(let message), .refused(let message), .malformed(let message): message
        case .accessDenied: "Access denied or application not found"
        case .forbidden: "Token restrictions forbid this operation"
        case .failed: "Internal error"
        case .busy: "The service is busy; try again"
        }
    }

    private var json: [UInt8] {
        switch self {
        case .ok(let json): json
        case .accessDenied: Array(#"{"Messages":[]}"#.utf8)
        default: JSONObject.null
        }
    }

    func response(for request: Request) -> Response {
        let body = JSONObject.bytes { object in
            object.put("status_code", code)
            object.put("status_message", message)
            object.put("response", json: json)
            if case .refused(let message) = self { object.put("error", message) }
        }
        var headers: HTTPFields = [:]
        if case .busy = self { headers[.retryAfter] = "1" }
        return .json(body, status: status, headers: headers, for: request)
    }
}

// MARK: - Errors

extension PushwooshResponse {
    /// The response to a token that is turned away.
    init(_ refusal: TokenCheck.Refusal) {
        switch refusal {
        case .missing, .unknown: self = .accessDenied
        case .forbidden: self = .forbidden
        }
    }

    /// The response where an error keeps us from answering.
    init(_ error: any Error) {
        switch error as? StoreError {
        case .locked, .prunedMeanwhile, .replaced: self = .busy
        default: self = .failed
        }
    }
}
