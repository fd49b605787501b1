/// Who gives a reason.
public enum ReasonSource: Hashable, Sendable {
    /// A gateway, in its own words.
    case gateway(Gateway)
    /// A relay, for any of its gateways.
    case relay(Relay)
    /// A gateway that the text does not name, as of a bare HTTP status.
    case unnamedGateway
    /// The sender: the notification never reached a gateway.
    case sender

    /// Every source, in the catalogue's order.
    public static let all: [ReasonSource] =
        Gateway.allCases.map(gateway) + Relay.allCases.map(relay) + [.unnamedGateway, .sender]

    /// The name of the gateway or relay; nil where neither is known.
    public var name: String? {
        switch self {
        case .gateway(let gateway): gateway.name
        case .relay(let relay): relay.name
        case .unnamedGateway, .sender: nil
        }
    }

    /// The gateway, where the reason is a gateway's own.
    public var gateway: Gateway? {
        if case .gateway(let gateway) = self { gateway } else { nil }
    }

    /// The platform of the devices that the source serves; nil where it serves any.
    public var platform: Platform? { gateway?.platform }

    /// Its place in the catalogue's order.
    public var place: Int { ReasonSource.all.firstIndex(of: self) ?? ReasonSource.all.count }
}
