import TrackingLog

/// Reads payloads, and remembers the results: all rows of a message have the same payload.
struct PayloadMemo: ~Copyable, Sendable {
    /// The facts of a payload.
    struct Facts {
        fileprivate var key = TextKey(low: 0, high: 0)
        /// In ``InternedIdentities``.
        var user = InternedIdentities.none
        /// In ``InternedLabels``.
        var name = InternedLabels.none
        var shape = PayloadShape.none
    }

    private let reader: PayloadReader
    /// By the last bits of the payload's hash.
    private var memory: [Facts]
    private var texts = PayloadTexts()
    private static let size = 4096

    init(_ reader: PayloadReader) {
        self.reader = reader
        memory = Array(repeating: Facts(), count: PayloadMemo.size)
    }

    mutating func facts(
        of payload: UnsafeRawBufferPointer, quotesAreDoubled: Bool, identities: inout InternedIdentities,
        labels: inout InternedLabels
    ) -> Facts {
        var key = KeyedHash.of(payload)
        // The same bytes have another meaning if quotes are doubled.
        if quotesAreDoubled { key.high = ~key.high }
        let place = Int(truncatingIfNeeded: key.low) & (PayloadMemo.size - 1)
        if memory[place].key == key { return memory[place] }
        let text = payload.bindMemory(to: UInt8.self)
        let platform = reader.read(text.span, quotesAreDoubled: quotesAreDoubled, into: &texts)
        var facts = Facts(key: key, shape: PayloadShape(platform, text: payload, quotesAreDoubled: quotesAreDoubled))
        if !texts.person.isEmpty {
            facts.user = texts.person.withUnsafeBytes { identities.number(of: $0, KeyedHash.of($0)) }
        }
        if !texts.name.isEmpty { facts.name = texts.name.withUnsafeBytes { labels.number(of: $0) } }
        memory[place] = facts
        return facts
    }
}
