import Glibc
import TrackingLog

/// A table of recently met values: it holds a bounded number, and forgets the ones not asked for in a while.
///
/// Two generations of open addressing: when the young one is full it becomes the old one, and the old one is
/// forgotten. A value found in the old one moves to the young. That keeps at least as many of the latest values as
/// one generation holds. Most searches find nothing, so a byte of each key's hash lies apart, where it fits the
/// processor's caches: the keys themselves are compared only where it agrees.
final class RecentTable<Value: BitwiseCopyable> {
    private struct Slot {
        var key: TextKey
        var value: Value
    }

    private struct Generation {
        /// 0 where the slot is free.
        let tags: UnsafeMutablePointer<UInt8>
        let slots: UnsafeMutablePointer<Slot>

        init(count: Int) {
            // Zeroed by the system page by page as it is used, so that a small ingest touches little of it.
            guard let tags = calloc(count, 1), let slots = calloc(count, MemoryLayout<Slot>.stride) else {
                fatalError("out of memory")
            }
            self.tags = tags.bindMemory(to: UInt8.self, capacity: count)
            self.slots = slots.bindMemory(to: Slot.self, capacity: count)
        }

        /// The place of a key, or the free slot for it.
        @inline(__always)
        func probe(_ key: TextKey, tag: UInt8, mask: Int) -> (place: Int, isThere: Bool) {
            var place = Int(truncatingIfNeeded: key.low) & mask
            while tags[place] != 0 {
                if tags[place] == tag, slots[place].key == key { return (place, true) }
                place = (place + 1) & mask
            }
            return (place, false)
        }
    }

    private struct State {
        var young: Generation
        var old: Generation
        var count: Int
    }

    private let mask: Int
    private let capacity: Int
    /// Behind a pointer, since a class's variables are checked for exclusive access at each use.
    private let state: UnsafeMutablePointer<State>

    /// - Parameter bits: a generation has 2 to the power of this many slots, and uses three in four.
    init(bits: Int) {
        mask = 1 << bits - 1
        capacity = 3 << (bits - 2)
        state = .allocate(capacity: 1)
        state.initialize(to: State(young: Generation(count: 1 << bits), old: Generation(count: 1 << bits), count: 0))
    }

    deinit {
        for generation in [state.pointee.young, state.pointee.old] {
            free(generation.tags)
            free(generation.slots)
        }
        state.deallocate()
    }

    /// The value of a key; nil where it is unknown or forgotten.
    func find(_ key: TextKey) -> Value? {
        let tag = tag(of: key)
        let (place, isThere) = state.pointee.young.probe(key, tag: tag, mask: mask)
        if isThere { return state.pointee.young.slots[place].value }
        let (former, wasThere) = state.pointee.old.probe(key, tag: tag, mask: mask)
        guard wasThere else { return nil }
        let value = state.pointee.old.slots[former].value
        insert(value, for: key)
        return value
    }

    /// Sets the value of a key.
    func insert(_ value: Value, for key: TextKey) {
        let tag = tag(of: key)
        var (place, isThere) = state.pointee.young.probe(key, tag: tag, mask: mask)
        if !isThere {
            if state.pointee.count == capacity {
                swap(&state.pointee.young, &state.pointee.old)
                memset(state.pointee.young.tags, 0, mask + 1)
                state.pointee.count = 0
                place = Int(truncatingIfNeeded: key.low) & mask
            }
            state.pointee.count += 1
        }
        state.pointee.young.tags[place] = tag
        state.pointee.young.slots[place] = Slot(key: key, value: value)
    }

    /// Forgets everything.
    func removeAll() {
        memset(state.pointee.young.tags, 0, mask + 1)
        memset(state.pointee.old.tags, 0, mask + 1)
        state.pointee.count = 0
    }

    private func tag(of key: TextKey) -> UInt8 { UInt8(truncatingIfNeeded: key.low >> 56) | 1 }
}
