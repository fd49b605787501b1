import Synchronization
import TrackingLog

/// Limits how often each device may report, because reports come without a token.
///
/// It remembers a bounded number of devices, as hashes with a key of this process. Devices that share a place share its
/// limit.
final class DeviceLimiter: Sendable {
    /// Reports that a device may send at once, and the seconds until it may send another.
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

    /// Whether a device may report now. A report that is allowed is counted.
    func allows(app: String, hwid: String) -> Bool {
        allows(app: app, hwid: hwid, at: (ContinuousClock.now - start) / .seconds(1))
    }

    /// Whether a device may report at a time, in seconds since the start. A report that is allowed is counted.
    func allows(app: String, hwid: String, at now: Double) -> Bool {
        var hasher = Hasher()
        hasher.combine(app)
        hasher.combine(hwid)
        let key = UInt64(bitPattern: Int64(hasher.finalize()))
        return places.withLock { places in
            let index = Int(truncatingIfNeeded: key) & (Self.places - 1)
            var place = places[index]
            // The place of another device is taken over once that device has its full burst again.
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
