import Durability
import TrackingLog

/// The texts of some keys: hwids and tracking codes, which tables hold as hashes.
final class KeyedTexts: Sendable {
    private let pool: TextPool

    /// - Parameters:
    ///   - keys: the keys whose texts are asked for.
    ///   - notes: the texts of all messages and devices.
    init(of keys: borrowing KeySet, in notes: [RecordSpool]) throws(FileError) {
        var pool = TextPool()
        for spool in keys.isEmpty ? [] : notes {
            let notes = try spool.reader()
            while let bytes = try notes.next() {
                let note = TextNote(bytes)
                for text in [note.hwid, note.code] where !text.isEmpty {
                    let key = ShortKey(KeyedHash.of(text))
                    if keys.contains(key) { _ = pool.number(of: text, key) }
                }
            }
        }
        self.pool = pool
    }

    /// Calls `body` with the text of a key, empty if it was not asked for.
    func withText<Result>(of key: ShortKey, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(pool.find(key).map { pool.text($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0))
    }
}

/// Some keys.
struct KeySet: ~Copyable {
    private var keys = FlatArray<ShortKey>()
    private var slots = SlotTable()

    var isEmpty: Bool { keys.count == 0 }

    mutating func insert(_ key: ShortKey) {
        guard !contains(key) else { return }
        keys.append(key)
        slots.insert(key.hash, record: keys.count - 1)
    }

    func contains(_ key: ShortKey) -> Bool { slots.find(key.hash) { keys[$0].pointee == key } != nil }
}
