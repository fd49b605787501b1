import HTTPTypes
import Hummingbird

/// An error that is a response.
protocol RespondingError: Error {
    /// The error behind it, for the log alone.
    var cause: (any Error)? { get }

    func response(for request: Request) -> Response
}

extension RespondingError {
    var cause: (any Error)? { nil }
}

/// An error response of our own API: problem details (RFC 9457).
struct Problem: RespondingError {
    var status: HTTPResponse.Status
    /// What is wrong with this request, in words for people.
    var detail: String
    /// Headers that the status calls for.
    var headers: HTTPFields = [:]
    /// Adds more members to the object.
    var members: (@Sendable (inout JSONObject) -> Void)?
    var cause: (any Error)?

    init(_ status: HTTPResponse.Status, _ detail: String, headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    func response(for request: Request) -> Response {
        let json = JSONObject.bytes { object in
            object.put("type", "about:blank")
            object.put("title", status.reasonPhrase)
            object.put("status", status.code)
            object.put("detail", detail)
            members?(&object)
        }
        return .text(json, type: "application/problem+json", status: status, headers: headers, for: request)
    }
}
