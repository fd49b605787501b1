import TrackingLog

/// Something that a transaction meets, known by its key.
protocol Keyed {
    var key: TextKey { get }
}

/// A draft that leaves something to remember beyond its transaction.
protocol Remembered: Keyed {
    associatedtype Memory: BitwiseCopyable
    /// What is remembered; nil where nothing is known yet.
    var memory: Memory? { get }
}

/// The drafts of one transaction, in the order they were added, each found by its key.
///
/// The drafts hold the keys. A slot of the hash table has only 32 bits of the hash and a position: eight bytes keep the
/// table in the processor's caches, and decide nearly every search without a result before any draft is touched.
struct DraftTable<Draft: Keyed> {
    private var drafts: [Draft] = []
    private var slots: [DraftSlot]
    private var mask: UInt32

    init() {
        mask = (1 << 10) - 1
        slots = DraftSlot.free(mask)
    }

    /// The position of the draft with a key; nil where there is none.
    @inline(__always)
    func position(of key: TextKey) -> Int? {
        let hash = UInt32(truncatingIfNeeded: key.high)
        var place = hash & mask
        while true {
            let slot = slots[Int(place)]
            guard slot.position != 0 else { return nil }
            let position = Int(slot.position) - 1
            if slot.hash == hash, drafts[position].key == key { return position }
            place = (place + 1) & mask
        }
    }

    /// Adds a draft with a key that no other draft has.
    ///
    /// - Returns: its position.
    @discardableResult
    mutating func append(_ draft: Draft) -> Int {
        let position = drafts.count
        if position * 2 > Int(mask) { grow() }
        put(DraftSlot(hash: UInt32(truncatingIfNeeded: draft.key.high), position: UInt32(position + 1)))
        drafts.append(draft)
        return position
    }

    /// Forgets all drafts; the memory is kept for the next transaction.
    mutating func removeAll() {
        guard !drafts.isEmpty else { return }
        for index in slots.indices { slots[index].position = 0 }
        drafts.removeAll(keepingCapacity: true)
    }

    private mutating func put(_ slot: DraftSlot) {
        var place = slot.hash & mask
        while slots[Int(place)].position != 0 { place = (place + 1) & mask }
        slots[Int(place)] = slot
    }

    private mutating func grow() {
        let former = slots
        mask = mask * 2 + 1
        slots = DraftSlot.free(mask)
        for slot in former where slot.position != 0 { put(slot) }
    }
}

extension DraftTable: RandomAccessCollection, MutableCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { drafts.count }

    subscript(position: Int) -> Draft {
        // In place: drafts are large, and hold arrays.
        _read { yield drafts[position] }
        _modify { yield &drafts[position] }
    }
}

extension DraftTable where Draft: Remembered {
    /// Remembers what the transaction learned, and forgets its drafts.
    mutating func finish(rememberingIn recent: RecentTable<Draft.Memory>) {
        for draft in drafts {
            if let memory = draft.memory { recent.insert(memory, for: draft.key) }
        }
        removeAll()
    }
}

private struct DraftSlot {
    /// The low bits of the key's ``TextKey/high``.
    var hash: UInt32
    /// The draft's position plus 1; 0 where the slot is free.
    var position: UInt32

    static func free(_ mask: UInt32) -> [DraftSlot] {
        Array(repeating: DraftSlot(hash: 0, position: 0), count: Int(mask) + 1)
    }
}
