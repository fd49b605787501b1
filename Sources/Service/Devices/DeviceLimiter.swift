import Synchronization
import TrackingLog

/// Lets each device report so much, and no more: nobody proves who he is there.
///
/// It remembers a bounded number of devices, and no names: hashes with a key of this process's own. Two devices that
/// share a place share what they may report.
final class DeviceLimiter: Sendable {
    /// How many reports a device may send at once, and how many seconds it takes until it may send another.
    private static let burst = 20.0
    private static let pause = 3.0
    private static let places = 1 << 16

    private struct Place: BitwiseCopyable {
        var key: UInt64 = 0
        var left = burst
        var last = 0.0
    }

    private let places = Mutex([Place](repeating: Place(), count: places))
    private let start = ContinuousClock.now

    /// Whether a device may report now. If so, it has.
    func allows(app: String, hwid: String) -> Bool {
        allows(app: app, hwid: hwid, at: (ContinuousClock.now - start) / .seconds(1))
    }

    /// Whether a device may report so many seconds after the beginning. If so, it has.
    func allows(app: String, hwid: String, at now: Double) -> Bool {
        var hasher = Hasher()
        hasher.combine(app)
        hasher.combine(hwid)
        let key = UInt64(bitPattern: Int64(hasher.finalize()))
        return places.withLock { places in
            let index = Int(truncatingIfNeeded: key) & (Self.places - 1)
            var place = places[index]
            // Another device had the place: it is forgotten, once it has nothing to wait for any more.
            if place.key != key, (now - place.last) / Self.pause + place.left >= Self.burst {
                place = Place(key: key, left: Self.burst, last: now)
            }
            place.left = min(Self.burst, place.left + (now - place.last) / Self.pause)
            place.last = now
            defer { places[index] = place }
            guard place.left >= 1 else { return false }
            place.left -= 1
            return true
        }
    }
}
