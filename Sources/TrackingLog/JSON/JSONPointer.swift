/// A place in a JSON value (RFC 6901), such as `/md/user_id`.
public struct JSONPointer: Hashable, Sendable {
    /// The keys (or array positions) that lead there, escapes undone, as UTF-8.
    public let tokens: [[UInt8]]

    /// The place where senders put the person: the default.
    public static let userID = JSONPointer(tokens: [Array("md".utf8), Array("user_id".utf8)])

    /// The place where senders put the message's name: the default.
    public static let name = JSONPointer(tokens: [Array("md".utf8), Array("name".utf8)])

    init(tokens: [[UInt8]]) {
        self.tokens = tokens
    }

    /// Parses a pointer: `/` before each token, `~1` for `/` and `~0` for `~`.
    public init?(_ text: String) {
        var tokens: [[UInt8]] = []
        guard text.isEmpty || text.utf8.first == .slash else { return nil }
        for part in text.utf8.split(separator: .slash, omittingEmptySubsequences: false).dropFirst() {
            guard let token = JSONPointer.unescaped(part) else { return nil }
            tokens.append(token)
        }
        self.init(tokens: tokens)
    }

    /// The pointer as RFC 6901 writes it.
    public var text: String {
        var text: [UInt8] = []
        for token in tokens {
            text.append(.slash)
            for byte in token {
                switch byte {
                case .tilde: text += [.tilde, .digit(0)]
                case .slash: text += [.tilde, .digit(1)]
                default: text.append(byte)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func unescaped(_ part: Substring.UTF8View) -> [UInt8]? {
        var token: [UInt8] = []
        var bytes = part.makeIterator()
        while let byte = bytes.next() {
            guard byte == .tilde else {
                token.append(byte)
                continue
            }
            switch bytes.next() {
            case .digit(0): token.append(.tilde)
            case .digit(1): token.append(.slash)
            default: return nil
            }
        }
        return token
    }
}
