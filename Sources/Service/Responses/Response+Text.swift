import HTTPTypes
import Hummingbird
import LogArchive
import NIOCore

extension Response {
    /// Minimum length that is compressed: shorter texts fit a packet as they are.
    private static let minimumCompressed = 1024

    /// A response of text, compressed where that is worth it and the client accepts gzip.
    static func text(
        _ text: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:],
        for request: Request
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        var text = text
        if text.count >= minimumCompressed {
            headers[.vary] = "Accept-Encoding"
            if request.headers.acceptsGzip {
                headers[.contentEncoding] = "gzip"
                text = GzipText.compress(text)
            }
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: text)))
    }

    /// A response of JSON.
    static func json(
        _ json: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], for request: Request
    ) -> Response {
        text(json, type: "application/json", status: status, headers: headers, for: request)
    }
}

extension HTTPFields {
    /// The headers of a response that no cache may keep.
    static let uncached: HTTPFields = [.cacheControl: "no-store"]

    /// Whether the client accepts gzip (RFC 9110, 12.5.3).
    fileprivate var acceptsGzip: Bool {
        guard let accepted = self[.acceptEncoding] else { return false }
        var other = false
        for coding in accepted.split(separator: ",") {
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let isWanted = !parts.dropFirst().contains { $0.hasPrefix("q=") && (Double($0.dropFirst(2)) ?? 1) <= 0 }
            switch parts.first {
            case "gzip", "x-gzip": return isWanted
            case "*": other = isWanted
            default: break
            }
        }
        return other
    }
}
