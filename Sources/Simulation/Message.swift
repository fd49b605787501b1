import TrackingLog

/// A notification to one target.
///
/// Like people it is not stored: everything about it follows from its number, so that an event that waits takes a few
/// bytes.
struct Message: Sendable {
    /// Counted from 0 in the traffic.
    let number: UInt64
    let person: Person
    let target: Target
    let step: JourneyStep
    /// Bits unique to this message, for its tracking code among others.
    let identity: UInt64
    /// The index of its text among the step's.
    let text: Int

    /// The address of the sender's choice.
    enum Target: Sendable {
        /// All devices of the person, by user id.
        case person
        /// One device, by its hwid.
        case device(Int)
    }

    init(number: UInt64, population: Population) {
        self.number = number
        // The mixing is a bijection: distinct numbers have distinct identities and tracking codes.
        identity = SplitMix64.mix(number &+ SplitMix64.mix(population.seed))
        let isSecond = number & Self.second != 0
        var random = SplitMix64(
            seed: isSecond ? SplitMix64.mix(number & ~Self.second &+ SplitMix64.mix(population.seed)) : identity)
        // The lower of two draws: some people get more messages than others.
        let draws = (random.below(population.count), random.below(population.count))
        person = population.person(min(draws.0, draws.1))
        step = JourneyStep.all.pick(&random)
        text = Int(truncatingIfNeeded: random.below(UInt64(step.texts.count)))
        target =
            person.devices > 0 && random.chance(2_200)
            ? .device(Int(truncatingIfNeeded: random.below(UInt64(person.devices)))) : .person
    }

    /// The bit of the number of a message that is sent a second time, with another tracking code.
    static let second: UInt64 = 1 << 63

    /// The number of another message beside an ordinary one: each candidate from 0 to below 2²² is a message of its own.
    func numberOfAnother(_ candidate: UInt64) -> UInt64 { number | (candidate + 1) << 40 }

    /// The devices it goes to, by their place among the person's; 0 if the person has none.
    var places: Range<Int> {
        switch target {
        case .device(let place): place..<place + 1
        case .person: 0..<max(1, person.devices)
        }
    }

    /// Appends its tracking code: `T-D6C2-ABC2228F-C9C305A9`.
    func appendTrackingCode(to text: inout [UInt8]) {
        text.append(.upperT)
        text.append(.hyphen)
        text.appendHexadecimal(SplitMix64.mix(identity), digits: 4, letters: .upperCase)
        text.append(.hyphen)
        text.appendHexadecimal(identity >> 32, digits: 8, letters: .upperCase)
        text.append(.hyphen)
        text.appendHexadecimal(identity, digits: 8, letters: .upperCase)
    }
}
