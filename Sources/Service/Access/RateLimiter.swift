import Synchronization

/// Limits how often devices or addresses may do what needs no token.
///
/// It remembers a bounded number of them, as hashes with a key of this process. Two that share a place share its limit.
final class RateLimiter: Sendable {
    private static let places = 1 << 16

    private struct Place: BitwiseCopyable {
        var key: UInt64 = 0
        var left: Double
        var last = 0.0
    }

    private let burst: Double
    /// The seconds after which another time is allowed.
    let pause: Double
    private let places: Mutex<[Place]>
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - burst: how many times in a row are allowed.
    ///   - pause: the seconds after which another time is allowed.
    init(burst: Int = 20, pause: Double = 3) {
        self.burst = Double(burst)
        self.pause = pause
        places = Mutex([Place](repeating: Place(left: Double(burst)), count: Self.places))
    }

    /// Whether this device or address is within its limit. Each time that is allowed is counted.
    func allows(_ key: some Hashable) -> Bool { allows(key, at: (ContinuousClock.now - start) / .seconds(1)) }

    /// The same, at a time in seconds since the start.
    func allows(_ key: some Hashable, at now: Double) -> Bool {
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
            guard place.left >= 1 else { return false }
            place.left -= 1
            return true
        }
    }
}
