import HTTPTypes

/// How a request's body is coded.
enum RequestCoding {
    case plain
    case gzip

    /// nil where it is coded in a way that we do not read.
    init?(_ headers: HTTPFields) {
        switch headers[.contentEncoding]?.lowercased() {
        case nil, "", "identity": self = .plain
        case "gzip", "x-gzip": self = .gzip
        default: return nil
        }
    }
}
