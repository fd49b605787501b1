import Threading
import TrackingLog

/// The texts of a tally file: hwids, people and targets, by their numbers.
///
/// A class: threads that work on different sections read it together. What deliveries need is apart from the rest, so
/// that more of it is in the cache.
final class TallyTexts: @unchecked Sendable {
    /// A text of a section.
    struct New {
        let key: ShortKey
        let shape: HwidShape
        /// Where it is in the section's bytes.
        let start: Int
        let count: Int
    }

    private struct Place: BitwiseCopyable {
        let piece: UInt32
        let start: UInt32
        let count: UInt32
    }

    // Looked up for each delivery; the steps of reading keep additions and look-ups apart.
    @exclusivity(unchecked) private var keys = FlatArray<ShortKey>()
    @exclusivity(unchecked) private var shapes = FlatArray<HwidShape>()
    @exclusivity(unchecked) private var places = FlatArray<Place>()
    /// Numbers in the tally's identities; none unless the text is a person.
    @exclusivity(unchecked) private var identities = FlatArray<InternedIdentities.Number>()
    /// The bytes of each section's new texts.
    private var pieces: [[UInt8]] = []

    /// The number of texts. They are numbered from 0.
    var count: Int { keys.count }

    @inline(__always)
    func key(_ number: Int) -> ShortKey { keys[number].pointee }

    @inline(__always)
    func shape(_ number: Int) -> HwidShape { shapes[number].pointee }

    /// The number of a person in the tally's identities; none unless ``intern(_:in:)`` gave it one.
    @inline(__always)
    func identity(_ number: Int) -> InternedIdentities.Number { identities[number].pointee }

    /// Adds the new texts of a section.
    func append(_ new: [New], of bytes: UnsafeRawBufferPointer) {
        for text in new {
            keys.append(text.key)
            shapes.append(text.shape)
            places.append(Place(piece: UInt32(pieces.count), start: UInt32(text.start), count: UInt32(text.count)))
            identities.append(InternedIdentities.none)
        }
        pieces.append(Array(bytes))
    }

    /// Forgets the numbers of all people.
    func forgetIdentities() {
        for number in 0..<identities.count { identities[number].pointee = InternedIdentities.none }
    }

    /// Calls `body` with the bytes of a text.
    @inline(__always)
    func withText<Result>(_ number: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let place = places[number].pointee
        return pieces[Int(place.piece)].withUnsafeBytes {
            body(UnsafeRawBufferPointer(rebasing: $0[Int(place.start)..<Int(place.start) + Int(place.count)]))
        }
    }

    /// Gives people their numbers among a tally's identities.
    ///
    /// - Parameter people: by shard, the numbers of their texts, each any number of times.
    func intern(_ people: [[[UInt32]]], in identities: inout InternedIdentities) {
        // No two threads have the same shard of keys, and each text has one key.
        nonisolated(unsafe) let pools = (0..<ShortKey.shardCount).map { identities.pools[$0] }
        Workers.forEach(ShortKey.shardCount) { shard in
            for section in people {
                for number in section[shard] where identity(Int(number)) == InternedIdentities.none {
                    let known = withText(Int(number)) { pools[shard].pointee.number(of: $0, key(Int(number))) }
                    self.identities[Int(number)].pointee = InternedIdentities.number(UInt32(known), in: shard)
                }
            }
        }
    }
}
