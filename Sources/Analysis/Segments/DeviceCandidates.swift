import TrackingLog

/// The devices of a shard that may be in a segment, and what is needed to decide.
struct DeviceCandidates: Sendable {
    private(set) var devices: [DeviceFacts] = []
    /// The tokens of people that are valid: of ``Segment/movedTokens``.
    private(set) var valid: [DeviceFacts] = []
    private(set) var suspects = SuspectCounts()
    /// The apps that report from some device.
    private(set) var reportingApps: Set<UInt32> = []

    init(_ table: borrowing DeviceTable, _ search: SegmentSearch) {
        for device in table.devices.elements {
            if search.mayInclude(device) { devices.append(device) }
            switch search.request.segment {
            case .suspectTokens: suspects.add(device, search.resolved)
            case .silentTokens where device.lastSeen != .none: reportingApps.insert(device.app)
            case .movedTokens where device.evidence.state == .valid && device.namedPerson != nil: valid.append(device)
            default: break
            }
        }
    }
}

extension DeviceFacts {
    /// Whom the latest message was for; nil if none names anybody.
    var namedPerson: InternedIdentities.Number? { people == 0 ? nil : person.number }

    /// Whether its token is refused.
    var isRefused: Bool { evidence.state == .invalid || evidence.state == .suspect }
}

extension ResolvedTally {
    /// The name of the reason that was the last one against a token; nil if there is none.
    func reason(of device: DeviceFacts) -> String? {
        device.failure.map { withReason(of: $0) { String(decoding: $0, as: UTF8.self) } }
    }
}

extension DeviceFacts {
    /// The last refusal that is evidence against the token.
    var failure: DecidingFailure? {
        guard let last = evidence.lastRefusal else { return nil }
        // Of several platforms with the same words the first decides.
        let platform = Platform.allCases.first { refusalPlatforms.contains(PlatformSet($0)) } ?? .unknown
        let refusal = RefusalRecord(
            delivery: RefusalRecord.none, status: .failed, description: last.description, count: 0, last: last.time)
        return DecidingFailure(refusal: refusal, platform: platform)
    }
}
