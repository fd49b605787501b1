import TrackingLog

/// Texts, each kept once and known by a number.
struct TextPool: ~Copyable, Sendable {
    private struct Entry: BitwiseCopyable {
        let key: ShortKey
        /// The text's offset in units of four bytes: its length, then its bytes.
        let start: UInt32
    }

    private var entries = FlatArray<Entry>()
    private var slots = SlotTable()
    private var words = FlatArray<UInt32>()

    /// The bytes that it takes.
    var allocatedBytes: Int { entries.allocatedBytes + slots.allocatedBytes + words.allocatedBytes }

    /// The number of texts. They are numbered from 0.
    var count: Int { entries.count }

    /// The number of a text, which is added if it is new.
    mutating func number(of text: UnsafeRawBufferPointer, _ key: ShortKey) -> Int {
        if let known = find(key) { return known }
        let number = entries.count
        entries.append(Entry(key: key, start: UInt32(words.count)))
        slots.insert(key.hash, record: number)
        words.append(UInt32(text.count))
        var offset = 0
        while offset < text.count {
            var word: UInt32 = 0
            withUnsafeMutableBytes(of: &word) { $0.copyBytes(from: text[offset..<min(offset + 4, text.count)]) }
            words.append(word)
            offset += 4
        }
        return number
    }

    /// Has what a look-up reads first brought into the cache.
    @inline(__always)
    func prefetchSlot(_ key: ShortKey) { slots.prefetch(key.hash) }

    /// Has what a look-up reads next brought into the cache.
    @inline(__always)
    func prefetchEntry(_ key: ShortKey) {
        if let record = slots.likelyRecord(key.hash) { entries.prefetch(record) }
    }

    @inline(__always)
    func find(_ key: ShortKey) -> Int? {
        slots.find(key.hash) { entries[$0].pointee.key == key }
    }

    /// The bytes of a text, valid until another text is added.
    func text(_ number: Int) -> UnsafeRawBufferPointer {
        let start = words[Int(entries[number].pointee.start)]
        return UnsafeRawBufferPointer(start: start + 1, count: Int(start.pointee))
    }

    func key(_ number: Int) -> ShortKey { entries[number].pointee.key }

    /// Takes over the texts of another pool.
    ///
    /// - Returns: for each of the other's numbers, the number here.
    mutating func merge(_ other: borrowing TextPool) -> [UInt32] {
        var numbers: [UInt32] = []
        numbers.reserveCapacity(other.count)
        for number in 0..<other.count {
            numbers.append(UInt32(self.number(of: other.text(number), other.key(number))))
        }
        return numbers
    }
}
