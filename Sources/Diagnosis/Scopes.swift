import Analysis
import TrackingLog

/// The parts of traffic that may be in trouble by themselves: everything, each platform, app and journey, and what these
/// have in common.
struct Scopes: Sendable {
    /// A part of the traffic.
    struct Part: Sendable {
        var scope: Finding.Scope
        /// The places of its strata.
        var strata: [Int]
        /// How many dimensions confine it.
        var depth: Int
    }

    /// The whole first, then the least confined.
    private(set) var parts: [Part]

    /// More parts than these, the largest, are not looked at.
    private static let most = 1_500
    /// Fewer deliveries than these show nothing.
    private static let fewest = 60

    init(_ series: HealthSeries) {
        var deliveries = [Int](repeating: 0, count: series.strata.count)
        for cell in series.cells { deliveries[cell.stratum] += cell.counts[.delivery] }
        var strata: [Finding.Scope: [Int]] = [:]
        for (place, stratum) in series.strata.enumerated() {
            for mask in 0..<16 {
                var scope = Finding.Scope()
                if mask & 1 != 0 { scope.platform = stratum.platform }
                if mask & 2 != 0 {
                    guard let app = stratum.app else { continue }
                    scope.app = app
                }
                if mask & 4 != 0 {
                    guard let journey = stratum.journey else { continue }
                    scope.journey = journey
                }
                if mask & 8 != 0 {
                    // A variant means something only in its journey.
                    guard mask == 12, let variant = stratum.variant else { continue }
                    scope.variant = variant
                }
                strata[scope, default: []].append(place)
            }
        }
        // Of parts with the same strata the least confined one says all.
        var seen: [[Int]: Part] = [:]
        for (scope, places) in strata {
            let part = Part(scope: scope, strata: places, depth: scope.depth)
            if let other = seen[places], (other.depth, other.scope.order) <= (part.depth, scope.order) { continue }
            seen[places] = part
        }
        func size(_ part: Part) -> Int { part.strata.reduce(0) { $0 + deliveries[$1] } }
        parts = seen.values.map { ($0, size($0)) }.filter { $0.1 >= Self.fewest }
            .sorted { ($1.1, $0.0.depth, $0.0.scope.order) < ($0.1, $1.0.depth, $1.0.scope.order) }
            .prefix(Self.most).map(\.0)
            .sorted { ($0.depth, $0.scope.order) < ($1.depth, $1.scope.order) }
    }
}

extension Finding.Scope {
    /// How many dimensions confine it.
    var depth: Int {
        (platform == nil ? 0 : 1) + (app == nil ? 0 : 1) + (journey == nil ? 0 : 1) + (variant == nil ? 0 : 1)
    }

    /// A fixed order: platforms, apps, journeys, variants.
    var order: String {
        // What is confined by platform comes before what is confined by app, and so on.
        [platform?.name, app, journey, variant].map { $0.map { "0\($0)" } ?? "1" }.joined(separator: "\u{0}")
    }

    /// Whether a stratum lies in it.
    func contains(_ stratum: HealthStratum) -> Bool {
        (platform == nil || platform == stratum.platform) && (app == nil || app == stratum.app)
            && (journey == nil || journey == stratum.journey) && (variant == nil || variant == stratum.variant)
    }

    /// Whether two have traffic in common, as far as their values show.
    func meets(_ other: Finding.Scope) -> Bool {
        func agree<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
            left == nil || right == nil || left == right
        }
        return agree(platform, other.platform) && agree(app, other.app) && agree(journey, other.journey)
            && agree(variant, other.variant)
    }

    /// Whether all of another's traffic is in it.
    func covers(_ other: Finding.Scope) -> Bool {
        func has<Value: Equatable>(_ mine: Value?, _ theirs: Value?) -> Bool { mine == nil || mine == theirs }
        return has(platform, other.platform) && has(app, other.app) && has(journey, other.journey)
            && has(variant, other.variant)
    }
}
