import Threading
import TrackingLog

/// The texts of a tally file: hwids, people and targets, by their numbers.
///
/// A class: threads that work on different sections read it together.
final class TallyTexts: @unchecked Sendable {
    /// What is known of a text.
    struct Entry: BitwiseCopyable {
        let key: ShortKey
        /// The section's bytes that it is in, and where.
        var piece: UInt32 = 0
        let start: UInt32
        let count: UInt32
        let shape: HwidShape
        /// Its number in the tally's identities; none unless it is a person.
        var identity = InternedIdentities.none
    }

    private var entries = FlatArray<Entry>()
    /// The bytes of each section's new texts.
    private var pieces: [[UInt8]] = []

    /// The number of texts. They are numbered from 0.
    var count: Int { entries.count }

    subscript(number: Int) -> Entry { entries[number].pointee }

    /// Adds the new texts of a section.
    func append(_ new: [Entry], of bytes: [UInt8]) {
        for var entry in new {
            entry.piece = UInt32(pieces.count)
            entries.append(entry)
        }
        pieces.append(bytes)
    }

    /// Calls `body` with the bytes of a text.
    @inline(__always)
    func withText<Result>(_ number: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let entry = entries[number].pointee
        return pieces[Int(entry.piece)].withUnsafeBytes {
            body(UnsafeRawBufferPointer(rebasing: $0[Int(entry.start)..<Int(entry.start) + Int(entry.count)]))
        }
    }

    /// Gives people their numbers among a tally's identities.
    ///
    /// - Parameter people: the numbers of their texts, each any number of times.
    func intern(_ people: [[UInt32]], in identities: inout InternedIdentities) {
        // No two threads have the same shard of keys, and each text has one key.
        nonisolated(unsafe) let pools = (0..<ShortKey.shardCount).map { identities.pools[$0] }
        _ = Workers.map(ShortKey.shardCount) { shard in
            for number in people.joined() {
                let entry = entries[Int(number)]
                guard entry.pointee.key.shard == shard, entry.pointee.identity == InternedIdentities.none else {
                    continue
                }
                let known = withText(Int(number)) { pools[shard].pointee.number(of: $0, entry.pointee.key) }
                entry.pointee.identity = InternedIdentities.number(UInt32(known), in: shard)
            }
        }
    }
}
