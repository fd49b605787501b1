public import TrackingLog

/// The messages that a report covers. Empty or nil means all.
public struct MessageFilter: Sendable {
    /// No message whose earliest row is earlier.
    public var since: Timestamp?
    /// No message whose earliest row is later.
    public var until: Timestamp?
    /// Only messages of these apps.
    public var apps: [String] = []
    /// Only messages with a delivery of any of these.
    public var platforms: Set<Platform> = []
    /// Only messages with one of these names.
    public var names: [String] = []
    /// Only messages of these journeys, by their names: see `MessageName`.
    public var journeys: [String] = []
    /// Only messages of these steps.
    public var steps: [String] = []
    /// Only messages with these timings.
    public var timings: [String] = []
    /// Only messages of these variants.
    public var variants: [String] = []
    /// Only messages that pass all of these, too.
    var others: [MessageFilter] = []

    /// Every message.
    public init() {}

    /// The values that pass, in each dimension where not all do.
    public var values: [(dimension: Dimension, values: [String])] {
        let all = [(Dimension.app, apps), (.platform, platforms.map(\.name).sorted())] + ofNames
        return all.filter { !$0.1.isEmpty }
    }

    /// Whether only some names pass.
    var isOnNames: Bool { ofNames.contains { !$0.1.isEmpty } || others.contains(where: \.isOnNames) }

    /// The values of names and their parts.
    private var ofNames: [(Dimension, [String])] {
        [(.name, names), (.journey, journeys), (.step, steps), (.timing, timings), (.variant, variants)]
    }

    /// Whether a name passes.
    ///
    /// - Parameter value: what the name has in a dimension.
    func keepsName(_ value: (Dimension) -> String?) -> Bool {
        ofNames.allSatisfy { dimension, wanted in
            wanted.isEmpty || value(dimension).map { value in wanted.contains { $0.isSame(as: value) } } ?? false
        }
    }

    /// Whether messages without a name pass.
    fileprivate var keepsUnnamed: Bool { !ofNames.contains { !$0.1.isEmpty } }
}

/// A filter in one tally's numbers.
struct TallyFilter: Sendable {
    private let times: ClosedRange<Timestamp>
    /// The numbers of the apps in the labels; nil means all.
    private let apps: Set<UInt32>?
    private let platforms: PlatformSet?
    /// By the number of a name in the labels; nil means all.
    private let names: [Bool]?
    /// Filters that must be passed, too.
    private let others: [TallyFilter]

    init(_ filter: MessageFilter, _ labels: borrowing InternedLabels, _ parts: NameParts?) {
        let since = filter.since ?? .earliest
        let until = filter.until ?? .latest
        // If they cross, no message passes. Swift has no empty closed range, so this one is out of reach.
        times =
            since <= until ? since...until : Timestamp.latest.adding(seconds: 1)...Timestamp.latest.adding(seconds: 1)
        if filter.apps.isEmpty {
            apps = nil
        } else {
            var numbers: Set<UInt32> = []
            for app in filter.apps { if let number = labels.find(app) { numbers.insert(number) } }
            apps = numbers
        }
        platforms = filter.platforms.isEmpty ? nil : PlatformSet(filter.platforms.map { PlatformSet($0) })
        names = filter.keepsUnnamed ? nil : parts?.passes(filter, labels)
        others = filter.others.map { TallyFilter($0, labels, parts) }
    }

    /// Whether a message is reported.
    func keeps(_ message: MessageRecord, _ resolved: ResolvedMessage) -> Bool {
        if let time = message.first.timestamp, !times.contains(time) { return false }
        if let apps, !apps.contains(message.app) { return false }
        if let platforms, platforms.isDisjoint(with: resolved.platforms) { return false }
        if let names, message.name == InternedLabels.none || !names[Int(message.name)] { return false }
        return others.isEmpty || others.allSatisfy { $0.keeps(message, resolved) }
    }
}
