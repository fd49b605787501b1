import TrackingLog

/// Reads payloads, and remembers the results: all rows of a message have the same payload.
struct PayloadMemo: ~Copyable, Sendable {
    /// The facts of a payload.
    struct Facts {
        fileprivate var key = TextKey(low: 0, high: 0)
        /// The key of the user's id, whose text waits in ``waiting`` while this is not 0.
        fileprivate var userKey = ShortKey(low: 0, high: 0)
        fileprivate var waitingCount: UInt8 = 0
        var shape = PayloadShape.none
        /// In ``InternedIdentities``.
        var user = InternedIdentities.none
        /// In ``InternedLabels``.
        var name = InternedLabels.none
    }

    private let reader: PayloadReader
    /// By the last bits of the payload's hash.
    private var memory: [Facts]
    /// By the same, texts that are not in the identities yet.
    private var waiting: [UInt8]
    private var texts = PayloadTexts()
    /// Few enough for the processor's nearest caches: most rows of a message follow each other closely.
    private static let size = 512
    /// A longer text does not wait.
    private static let longest = 48

    init(_ reader: PayloadReader) {
        self.reader = reader
        memory = Array(repeating: Facts(), count: Self.size)
        waiting = Array(repeating: 0, count: Self.size * Self.longest)
    }

    /// The key of a row's payload.
    @inline(__always)
    static func key(of payload: UnsafeRawBufferPointer, quotesAreDoubled: Bool) -> TextKey {
        var key = KeyedHash.of(payload)
        // The same bytes have another meaning if quotes are doubled.
        if quotesAreDoubled { key.high = ~key.high }
        return key
    }

    /// The facts of a payload with a key.
    @inline(__always)
    mutating func facts(
        of payload: UnsafeRawBufferPointer, _ key: TextKey, quotesAreDoubled: Bool,
        identities: inout InternedIdentities, labels: inout InternedLabels
    ) -> Facts {
        let place = Self.place(of: key)
        if memory[place].key != key { read(payload, key, quotesAreDoubled, &identities, &labels) }
        if memory[place].waitingCount > 0 { addUser(at: place, &identities) }
        return memory[place]
    }

    /// Reads a payload ahead, and has the memory brought into the cache that its user's place in the identities needs.
    mutating func prefetch(
        _ payload: UnsafeRawBufferPointer, _ key: TextKey, quotesAreDoubled: Bool,
        identities: inout InternedIdentities, labels: inout InternedLabels
    ) {
        let place = Self.place(of: key)
        if memory[place].key != key { read(payload, key, quotesAreDoubled, &identities, &labels) }
        if memory[place].waitingCount > 0 { identities.prefetchSlot(memory[place].userKey) }
    }

    /// The next step, once the first one has come in.
    func prefetchFurther(_ key: TextKey, _ identities: borrowing InternedIdentities) {
        let place = Self.place(of: key)
        if memory[place].waitingCount > 0 { identities.prefetchEntry(memory[place].userKey) }
    }

    private static func place(of key: TextKey) -> Int { Int(truncatingIfNeeded: key.low) & (size - 1) }

    private mutating func read(
        _ payload: UnsafeRawBufferPointer, _ key: TextKey, _ quotesAreDoubled: Bool,
        _ identities: inout InternedIdentities, _ labels: inout InternedLabels
    ) {
        let text = payload.bindMemory(to: UInt8.self)
        let platform = reader.read(text.span, quotesAreDoubled: quotesAreDoubled, into: &texts)
        var facts = Facts(key: key)
        facts.shape = PayloadShape(platform, text: payload, quotesAreDoubled: quotesAreDoubled)
        let place = Self.place(of: key)
        if !texts.person.isEmpty {
            let userKey = texts.person.withUnsafeBytes { KeyedHash.of($0) }
            if texts.person.count <= Self.longest {
                facts.userKey = ShortKey(userKey)
                facts.waitingCount = UInt8(texts.person.count)
                waiting.withUnsafeMutableBytes { waiting in
                    texts.person.withUnsafeBytes {
                        UnsafeMutableRawBufferPointer(rebasing: waiting[(place * Self.longest)...]).copyMemory(from: $0)
                    }
                }
            } else {
                facts.user = texts.person.withUnsafeBytes { identities.number(of: $0, userKey) }
            }
        }
        if !texts.name.isEmpty { facts.name = texts.name.withUnsafeBytes { labels.number(of: $0) } }
        memory[place] = facts
    }

    private mutating func addUser(at place: Int, _ identities: inout InternedIdentities) {
        let facts = memory[place]
        let start = place * Self.longest
        memory[place].user = waiting.withUnsafeBytes { waiting in
            let text = UnsafeRawBufferPointer(rebasing: waiting[start..<start + Int(facts.waitingCount)])
            return identities.number(of: text, facts.userKey)
        }
        memory[place].waitingCount = 0
    }
}
