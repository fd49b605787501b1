public import TrackingLog

/// The messages that a rule is about; all of them without any values.
///
/// Of several values of one dimension any will do, of several dimensions all must match.
public struct RuleScope: Sendable, CustomStringConvertible {
    /// The platforms of deliveries.
    public var platforms: Set<Platform> = []
    /// The codes of apps.
    public var apps: [String] = []
    /// Whole names.
    public var names: [String] = []
    /// Parts of names: see `MessageName`.
    public var journeys: [String] = []
    /// Parts of names.
    public var steps: [String] = []
    /// Parts of names.
    public var timings: [String] = []
    /// Parts of names.
    public var variants: [String] = []

    /// All messages.
    public init() {}

    /// Whether it is all messages.
    public var isWhole: Bool { filter.values.isEmpty }

    /// The same as a filter.
    public var filter: MessageFilter {
        var filter = MessageFilter()
        filter.platforms = platforms
        filter.apps = apps
        filter.names = names
        filter.journeys = journeys
        filter.steps = steps
        filter.timings = timings
        filter.variants = variants
        return filter
    }

    /// The scope in words: `platform ios, journey “Cart Recovery”`; empty if it is all messages.
    public var description: String {
        filter.values.map { dimension, values in
            let names = values.map { dimension == .platform ? $0 : "“\($0)”" }
            return "\(dimension.title) \(names.joined(separator: " or "))"
        }.joined(separator: ", ")
    }

    /// Adds a value.
    ///
    /// - Returns: false if scopes have no such dimension, or it no such value.
    mutating func add(_ value: String, of dimension: Dimension) -> Bool {
        switch dimension {
        case .platform:
            guard let platform = Platform(value.lowercased()), platform != .mixed else { return false }
            platforms.insert(platform)
        case .app: apps.append(value)
        case .name: names.append(value)
        case .journey: journeys.append(value)
        case .step: steps.append(value)
        case .timing: timings.append(value)
        case .variant: variants.append(value)
        default: return false
        }
        return true
    }

    /// The dimensions of scopes.
    static let dimensions: [Dimension] = [.platform, .app, .journey, .step, .timing, .variant, .name]
}

// By bytes: two names that only look alike are two.
extension RuleScope: Equatable {
    /// Whether two scopes are the same values in the same order.
    public static func == (left: RuleScope, right: RuleScope) -> Bool {
        let (left, right) = (left.filter.values, right.filter.values)
        return left.count == right.count
            && zip(left, right).allSatisfy { mine, theirs in
                mine.dimension == theirs.dimension && mine.values.count == theirs.values.count
                    && zip(mine.values, theirs.values).allSatisfy { $0.isSame(as: $1) }
            }
    }
}
