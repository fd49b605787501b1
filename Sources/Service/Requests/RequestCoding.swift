import HTTPTypes

/// How a request's body is coded.
enum RequestCoding {
    case plain
    case gzip

    /// Reads the header; nil where it names another coding.
    init?(_ headers: HTTPFields) {
        switch headers[.contentEncoding]?.lowercased() {
        case nil, "", "identity": self = .plain
        case "gzip", "x-gzip": self = .gzip
        default: return nil
        }
    }
}
