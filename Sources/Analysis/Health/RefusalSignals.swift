import TrackingLog

/// What each description of failed rows signals, by its number in the labels and the platform.
struct RefusalSignals: Sendable {
    private var signals: [HealthSignal]
    private static let platforms = Platform.allCases.count

    init(_ meanings: DescriptionMeanings, labels count: Int) {
        signals = []
        signals.reserveCapacity(count * Self.platforms)
        for label in 0..<count {
            let match = meanings.match(UInt32(label))
            for platform in Platform.allCases { signals.append(Self.signal(of: match.reason(on: platform))) }
        }
    }

    /// What failed rows signal.
    @inline(__always)
    func signal(of refusal: RefusalRecord, on platform: Platform, _ meanings: DescriptionMeanings) -> HealthSignal {
        if meanings.kind(of: refusal) == .suppressed { return .suppressed }
        return signals[Int(meanings.label(of: refusal)) * Self.platforms + Int(platform.rawValue)]
    }

    private static func signal(of reason: Reason?) -> HealthSignal {
        guard let reason else { return .unknownReason }
        switch reason.category {
        case .token: return MixUp.reasons.contains(reason.name) ? .foreignToken : .deadToken
        case .credentials: return MixUp.reasons.contains(reason.name) ? .foreignToken : .credentials
        case .payload: return tooLarge.contains(reason.name) ? .payloadTooLarge : .badRequest
        case .request, .ambiguous: return .badRequest
        case .gateway: return .gateway
        case .throttled: return .throttled
        case .template, .audience: return .unreached
        case .suppressed: return .suppressed
        case .unknown: return .unknownReason
        }
    }

    /// The payload's faults that are a matter of its size.
    private static let tooLarge: Set<String> = Set(
        ReasonCatalogue.standard.reasons.lazy.filter { $0.category == .payload }.map(\.name).filter { name in
            ["large", "big", "size", "413"].contains { name.lowercased().contains($0) }
        })
}
