import TrackingLog

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A table of what was met lately: it holds a bounded number of values, and forgets those not asked for in a while.
///
/// Two generations of open addressing: when the young one is full it becomes the old one, and the old one is
/// forgotten; what is found in the old one moves to the young. That keeps at least as many of the latest values as
/// one generation holds, at the cost of a probe or two.
final class RecentTable<Value: BitwiseCopyable> {
    private struct Slot {
        /// All zero where the slot is free: a text's key is that with odds of 2⁻¹²⁸.
        var key: TextKey
        var value: Value
    }

    private let mask: Int
    private let capacity: Int
    private var young: UnsafeMutablePointer<Slot>
    private var old: UnsafeMutablePointer<Slot>
    private var count = 0

    /// - Parameter bits: a generation has 2 to the power of this many slots, three in four of which are used.
    init(bits: Int) {
        mask = 1 << bits - 1
        capacity = 3 << (bits - 2)
        young = Self.allocate(1 << bits)
        old = Self.allocate(1 << bits)
    }

    deinit {
        free(young)
        free(old)
    }

    /// The value of a key, or nil where it is not known, or not any more.
    ///
    /// - Returns: a place for reading and changing it, until the table is next used.
    func find(_ key: TextKey) -> UnsafeMutablePointer<Value>? {
        let place = probe(young, key)
        if young[place].key == key { return value(at: place) }
        let former = probe(old, key)
        guard old[former].key == key else { return nil }
        return insert(old[former].value, for: key)
    }

    /// Keeps a value for a key that ``find(_:)`` has just not found.
    ///
    /// - Returns: a place for reading and changing it, until the table is next used.
    @discardableResult
    func insert(_ value: Value, for key: TextKey) -> UnsafeMutablePointer<Value> {
        if count == capacity {
            swap(&young, &old)
            memset(young, 0, (mask + 1) * MemoryLayout<Slot>.stride)
            count = 0
        }
        let place = probe(young, key)
        young[place] = Slot(key: key, value: value)
        count += 1
        return self.value(at: place)
    }

    /// Forgets everything.
    func removeAll() {
        memset(young, 0, (mask + 1) * MemoryLayout<Slot>.stride)
        memset(old, 0, (mask + 1) * MemoryLayout<Slot>.stride)
        count = 0
    }

    /// Where a key stands, or the free slot where it would.
    private func probe(_ slots: UnsafeMutablePointer<Slot>, _ key: TextKey) -> Int {
        let free = TextKey(low: 0, high: 0)
        var place = Int(truncatingIfNeeded: key.low) & mask
        while slots[place].key != key, slots[place].key != free { place = (place + 1) & mask }
        return place
    }

    private func value(at place: Int) -> UnsafeMutablePointer<Value> {
        UnsafeMutableRawPointer(young + place)
            .advanced(by: MemoryLayout<Slot>.offset(of: \Slot.value) ?? 0)
            .assumingMemoryBound(to: Value.self)
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Slot> {
        // Zeroed by the system page by page as it is used, so that a small ingest touches little of it.
        guard let memory = calloc(count, MemoryLayout<Slot>.stride) else { fatalError("out of memory") }
        return memory.bindMemory(to: Slot.self, capacity: count)
    }
}
