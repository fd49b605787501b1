import Foundation

/// What a server answered.
struct Answer: Sendable, CustomStringConvertible {
    var status: Int
    /// By lower-case names.
    var headers: [String: String]
    var body: [UInt8]

    var description: String { "\(status) \(headers): \(text.prefix(400))" }
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as the vendor's clients read it; nil where it is none of theirs.
    var pushwoosh: PushwooshAnswer? { try? JSONDecoder().decode(PushwooshAnswer.self, from: Data(body)) }

    /// The body's value under a key of its JSON object, as JSON.
    subscript(key: String) -> Any? {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])?[key]
    }

    /// Whether it is an error as RFC 9457 wants one, with this status.
    func isProblem(_ status: Int) -> Bool {
        self.status == status && headers["content-type"]?.hasPrefix("application/problem+json") == true
            && (self["status"] == nil || self["status"] as? Int == status) && self["title"] is String
    }

    /// Reads what `curl --include` prints.
    init(_ output: [UInt8]) {
        var rest = output[...]
        var head: [String] = []
        repeat {
            let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) ?? rest.endIndex..<rest.endIndex
            head = String(decoding: rest[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
            rest = rest[end.upperBound...]
            // An answer on the way to the answer, as `100 Continue` is.
        } while head[0].split(separator: " ").dropFirst().first?.hasPrefix("1") == true
        status = head[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        headers = [:]
        for line in head.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        body = Array(rest)
    }
}

/// The object that every answer under `/json/` is.
struct PushwooshAnswer: Decodable, Sendable {
    var code: Int
    var message: String
    var response: Response?

    struct Response: Decodable, Sendable {
        var requestID: String?
        var fileName: String?

        private enum CodingKeys: String, CodingKey {
            case requestID = "request_id"
            case fileName
        }
    }

    private enum CodingKeys: String, CodingKey {
        case code = "status_code"
        case message = "status_message"
        case response
    }
}
