import HTTPTypes
import Hummingbird

/// Why a request of our half of the API is not answered as wished: problem details (RFC 9457).
struct Problem: Error {
    var status: HTTPResponse.Status
    /// What is wrong with this request, in words for people.
    var detail: String
    /// Headers that the status calls for.
    var headers: HTTPFields = [:]
    /// What else there is to say, as members of the object.
    var members: (@Sendable (inout JSONObject) -> Void)?
    /// What is behind it, for the log alone.
    var cause: (any Error)?

    init(_ status: HTTPResponse.Status, _ detail: String, headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    /// The answer that says it.
    func response(for request: Request) -> Response {
        let json = JSONObject.spelled { object in
            object.put("type", "about:blank")
            object.put("title", status.reasonPhrase)
            object.put("status", status.code)
            object.put("detail", detail)
            members?(&object)
        }
        return .text(json, type: "application/problem+json", status: status, headers: headers, for: request)
    }
}
