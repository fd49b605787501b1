import TrackingLog

/// The part of the traffic that an incident concerns.
struct Scope: Sendable, Equatable {
    /// A platform; nil for all.
    private(set) var platform: Platform?
    /// An application's place in ``Application/all``; nil for all.
    private(set) var application: Int?
    /// A journey's name; nil for all.
    private(set) var journey: String?
    /// A variant of the journey; nil for all.
    private(set) var variant: String?
    /// A bit for each step of ``JourneyStep/all``.
    private var steps: UInt32

    init(platform: Platform? = nil, application: Int? = nil, journey: String? = nil, variant: String? = nil) {
        self.platform = platform
        self.application = application
        self.journey = journey
        self.variant = variant
        steps = JourneyStep.all.entries.reduce(0) { steps, entry in
            let step = entry.value
            let isIn = (journey ?? step.journey) == step.journey && (variant ?? step.variant) == step.variant
            return isIn ? steps | 1 << UInt32(step.place) : steps
        }
    }

    /// Whether messages to a person by a step are in it; their devices' platforms apart.
    func covers(_ message: Message) -> Bool {
        application.map { $0 == Int(message.person.application.place) } ?? true
            && steps & 1 << UInt32(message.step.place) != 0
    }

    /// Whether the devices that a gateway reaches are in it.
    func covers(_ gateway: Gateway) -> Bool {
        platform.map { $0 == gateway.platform } ?? true
    }

    /// Whether some message to some device is in both.
    func overlaps(_ other: Scope) -> Bool {
        func meet<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
            left == nil || right == nil || left == right
        }
        return meet(platform, other.platform) && meet(application, other.application) && steps & other.steps != 0
    }

    /// Its part of ordinary traffic, in ten-thousandths.
    var share: UInt64 {
        let ofPlatforms = Population.gateways.share(where: covers)
        let ofApplications = Application.all.share { application == nil || Int($0.place) == application }
        let ofSteps = JourneyStep.all.share { steps & 1 << UInt32($0.place) != 0 }
        return ofPlatforms * ofApplications / 10_000 * ofSteps / 10_000
    }
}

// MARK: - All there are

extension Scope {
    /// What a scope is confined to.
    enum Kind: CaseIterable, Sendable {
        case everything
        case platform
        case application
        case applicationOnPlatform
        case journey
        case variant
    }

    /// The part of the traffic that most incidents are confined to at least, in ten-thousandths: less shows nothing.
    static let usualShare: UInt64 = 450

    /// All scopes of a kind.
    static func all(_ kind: Kind) -> [Scope] { everyKind[kind] ?? [] }

    private static let everyKind = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, made($0)) })

    private static func made(_ kind: Kind) -> [Scope] {
        switch kind {
        case .everything: [Scope()]
        case .platform: platforms.map { Scope(platform: $0) }
        case .application: applications.map { Scope(application: $0) }
        case .applicationOnPlatform:
            applications.flatMap { application in
                platforms.map { Scope(platform: $0, application: application) }
            }
        case .journey: JourneyStep.journeys.map { Scope(journey: $0) }
        // The only journey that is tested in variants.
        case .variant: ["Incentive test", "Control"].map { Scope(journey: "Cart Recovery", variant: $0) }
        }
    }

    private static let platforms: [Platform] = [.ios, .android]
    private static let applications = Array(0..<Application.all.entries.count)
}
