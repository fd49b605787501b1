import TrackingLog

/// The people who get messages, and their devices.
///
/// People are not stored: everything about a person follows from the seed and the person's number.
struct Population: Sendable {
    let seed: UInt64
    /// How many people there are.
    let count: UInt64

    /// - Parameters:
    ///   - messages: the messages they get in all: nine each in a fortnight, on average.
    ///   - days: the days of the traffic.
    init(messages: Int, days: Int, seed: UInt64) {
        self.seed = seed
        count = UInt64(max(1, messages * 14 / (days * 9)))
    }

    func person(_ number: UInt64) -> Person {
        var random = SplitMix64(seed: SplitMix64.mix(seed &+ number &* 0xD1B5_4A32_D192_ED03))
        return Person(
            number: number,
            application: Application.all.pick(&random),
            devices: Self.deviceCounts.pick(&random),
            favorite: Self.gateways.pick(&random),
            identity: random.next())
    }

    /// One of a person's devices, by its place among them.
    func device(_ place: Int, of person: Person) -> Device {
        var random = SplitMix64(seed: SplitMix64.mix(person.identity &+ UInt64(place) &+ 1))
        let isFavorite = place == 0 || random.chance(7_000)
        let gateway = isFavorite ? person.favorite : Self.gateways.pick(&random)
        return Device(
            gateway: gateway, high: random.next(), low: random.next(), fate: Self.fates.pick(&random),
            turn: random.below(1 << 32))
    }

    /// The first device of a neighbor with the same app and platform, which is taken for the person's; nil without one.
    ///
    /// No two people have the same neighbor's: the next one's, in a ring within the ``neighborhood``.
    @inline(never)
    func neighborsDevice(of person: Person) -> Device? {
        let first = person.number / Self.neighborhood * Self.neighborhood
        for step in 1..<Self.neighborhood {
            let number = first + (person.number + step) % Self.neighborhood
            guard number < count else { continue }
            let neighbor = self.person(number)
            if neighbor.devices > 0, neighbor.application.place == person.application.place,
                neighbor.favorite == person.favorite
            {
                return device(0, of: neighbor)
            }
        }
        return nil
    }

    /// How many people are neighbors of each other.
    static let neighborhood: UInt64 = 32

    /// Some have no device any more, and cannot be reached.
    private static let deviceCounts = Shares<Int>([(2, 0), (74, 1), (19, 2), (5, 3)])
    static let gateways = Shares<Gateway>([(50, .apns), (44, .fcm), (4, .webpush), (2, .wns)])
    private static let fates = Shares<Device.Fate>([
        (9_280, .reachable), (430, .gone), (220, .goes), (70, .misaddressed),
    ])
}
