import Synchronization

/// Limits how often someone may do what needs no token.
///
/// It remembers a bounded number of keys, as hashes with a key of this process. Keys that share a place share its limit.
final class RateLimiter: Sendable {
    private static let places = 1 << 16

    private struct Place: BitwiseCopyable {
        var key: UInt64 = 0
        var left: Double
        var last = 0.0
    }

    private let burst: Double
    private let pause: Double
    private let places: Mutex<[Place]>
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - burst: how often a key may at once.
    ///   - pause: the seconds until it may once more.
    init(burst: Int = 20, pause: Double = 3) {
        self.burst = Double(burst)
        self.pause = pause
        places = Mutex([Place](repeating: Place(left: Double(burst)), count: Self.places))
    }

    private var now: Double { (ContinuousClock.now - start) / .seconds(1) }

    /// Whether a key may now. What is allowed is counted.
    func allows(_ key: some Hashable) -> Bool { allows(key, at: now) }

    /// Whether a key may at a time, in seconds since the start. What is allowed is counted.
    func allows(_ key: some Hashable, at now: Double) -> Bool {
        change(key, at: now) { place in
            guard place.left >= 1 else { return false }
            place.left -= 1
            return true
        }
    }

    /// Whether a key has used up what it may; nothing is counted.
    func isExhausted(_ key: some Hashable) -> Bool { change(key, at: now) { $0.left < 1 } }

    private func change<Result>(_ key: some Hashable, at now: Double, _ body: (inout Place) -> Result) -> Result {
        let key = UInt64(bitPattern: Int64(key.hashValue))
        let index = Int(truncatingIfNeeded: key) & (Self.places - 1)
        return places.withLock { places in
            var place = places[index]
            // The place of another key is taken over once that key has its full burst again.
            if place.key != key, (now - place.last) / pause + place.left >= burst {
                place = Place(key: key, left: burst, last: now)
            }
            place.left = min(burst, place.left + (now - place.last) / pause)
            place.last = now
            defer { places[index] = place }
            return body(&place)
        }
    }
}
