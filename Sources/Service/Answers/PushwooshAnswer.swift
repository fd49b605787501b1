import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer of the Pushwoosh half: its code stands in the body, and HTTP says 200 but for malformed JSON and our own
/// faults. Clients are known that ask again at once, for ever, where HTTP says anything else.
enum PushwooshAnswer: Error {
    /// 200, with the response's JSON.
    case ok([UInt8])
    /// 420: the job is not done yet.
    case pending
    /// 210: something about the request is wrong; the words say what.
    case wrong(String)
    /// 210: nobody's token.
    case accessDenied
    /// 403: a token that is good for other things.
    case forbidden
    /// HTTP 400: not JSON.
    case malformed(String)
    /// HTTP 500: our own fault.
    case failed
    /// HTTP 503: not now. Clients ask again where HTTP says neither 200 nor 210.
    case busy

    /// What HTTP says.
    var status: HTTPResponse.Status {
        switch self {
        case .ok, .pending, .wrong, .accessDenied, .forbidden: .ok
        case .malformed: .badRequest
        case .failed: .internalServerError
        case .busy: .serviceUnavailable
        }
    }

    private var code: Int {
        switch self {
        case .ok: 200
        case .pending: 420
        case .wrong, .accessDenied: 210
        case .forbidden: 403
        case .malformed: 400
        case .failed, .busy: 500
        }
    }

    private var message: String {
        switch self {
        case .ok: "OK"
        case .pending: "Request is still being processed"
        case .wrong(let message), .malformed(let message): message
        case .accessDenied: "Access denied or application not found"
        case .forbidden: "Token restrictions forbid this operation"
        case .failed: "Internal error"
        case .busy: "The service is busy; try again"
        }
    }

    private var response: [UInt8] {
        switch self {
        case .ok(let json): json
        case .accessDenied: Array(#"{"Messages":[]}"#.utf8)
        default: Array("null".utf8)
        }
    }

    /// The answer as HTTP has it.
    func response(for request: Request) -> Response {
        let json = JSONObject.spelled { object in
            object.put("status_code", code)
            object.put("status_message", message)
            object.put("response", json: response)
        }
        var headers: HTTPFields = [:]
        if case .busy = self { headers[.retryAfter] = "1" }
        return .json(json, status: status, headers: headers, for: request)
    }
}

extension PushwooshAnswer {
    /// What to say where an error keeps us from answering.
    init(to error: any Error) {
        switch error as? StoreError {
        case .locked, .prunedMeanwhile, .replaced: self = .busy
        default: self = .failed
        }
    }
}
