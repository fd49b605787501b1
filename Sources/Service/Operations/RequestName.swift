import HTTPTypes

/// The names of requests: `X-Request-Id`.
enum RequestName {
    /// A client's own name for its request, where it is one that may stand in a log; else a new one.
    static func of(_ headers: HTTPFields) -> String {
        if let name = headers[.requestID], 1...128 ~= name.utf8.count, name.utf8.allSatisfy(isPlain) { return name }
        let number = UInt64.random(in: .min ... .max)
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
