import HTTPTypes
import Synchronization
import TrackingLog

/// The names of requests: `X-Request-Id`.
enum RequestName {
    /// The client's own name for its request if a log can hold it, else a new name.
    static func of(_ headers: HTTPFields) -> String {
        if let name = headers[.requestID], 1...128 ~= name.utf8.count, name.utf8.allSatisfy(isPlain) { return name }
        return next()
    }

    /// Drawn once: asking the system for a number per request would cost more than everything else about its name.
    private static let start = UInt64.random(in: .min ... .max)
    private static let count = Atomic<UInt64>(0)

    /// A name that no other request has: 16 hexadecimal digits.
    private static func next() -> String {
        // An odd factor maps every number to another one, and neighbors far apart.
        let number = start &+ count.wrappingAdd(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == .hyphen || byte == .underscore || byte == .dot
    }
}

extension HTTPField.Name {
    /// The header that names a request.
    static let requestID = HTTPField.Name(known: "X-Request-Id")

    /// A name that this program knows to be one.
    init(known name: StaticString) {
        guard let name = HTTPField.Name("\(name)") else { preconditionFailure("not the name of a header") }
        self = name
    }
}
