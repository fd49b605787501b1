/// A column of the delivery log.
public enum DeliveryColumn: String, CaseIterable, Sendable {
    /// The times of the message's first and last rows.
    case first, last
    /// The message's name.
    case name
    case trackingCode = "tracking_code"
    /// Who the message was for: see `PersonRule`.
    case person
    /// What the sender addressed.
    case target
    /// The platform that the message's deliveries agree on, else `mixed`; the device's own.
    case platform
    case app
    /// The message's deliveries. Rows without a hwid are one of them.
    case devices
    /// Deliveries that a gateway accepted.
    case accepted
    /// Deliveries that failed in the end: refused by a gateway, held back, or not sent.
    case refused
    /// Deliveries that a device confirmed, or that were opened.
    case confirmed
    case hwid
    /// How far the delivery came.
    case state
    /// What the logs show of the device's token.
    case token
    /// How the message ended.
    case outcome
    /// Why deliveries failed: of several the latest.
    case reason
    /// The area of the reason.
    case category
    /// Whether it was opened.
    case opened
    /// Whether the person did what it was for.
    case converted
    /// The conversions of a list that are credited to the message.
    case conversions
    /// The sum of their values.
    case conversionValue = "conversion_value"
    /// How often it was handed to a gateway: the `sent` rows.
    case attempts
    /// The message's page elsewhere.
    case link

    /// The columns of a line a message.
    public static let ofMessages = allCases.filter {
        ![.hwid, .state, .token].contains($0) && !ofConversions.contains($0)
    }
    /// The columns of a line a delivery.
    public static let ofDeliveries = allCases.filter {
        ![.devices, .accepted, .refused, .confirmed].contains($0) && !ofConversions.contains($0)
    }
    /// The columns that a line a message has only with a list of conversions.
    public static let ofConversions: [DeliveryColumn] = [.conversions, .conversionValue]
    /// The columns of a line a message with a list of conversions.
    public static let ofMessagesWithConversions = allCases.filter {
        ofMessages.contains($0) || ofConversions.contains($0)
    }
    /// The columns that name a person or a device.
    public static let personal: [DeliveryColumn] = [.person, .target, .hwid]

    /// Whether it holds numbers, which are aligned at the right.
    public var isNumber: Bool {
        switch self {
        case .devices, .accepted, .refused, .confirmed, .conversions, .conversionValue, .attempts: true
        default: false
        }
    }
}

/// The order of lines.
public struct DeliveryOrder: Sendable, Equatable {
    /// The column that decides. Equal lines are in the usual order, and lines without a value last.
    public var column: DeliveryColumn
    /// Whether the greatest value is first.
    public var isDescending: Bool

    /// The order by a column.
    public init(by column: DeliveryColumn, isDescending: Bool = false) {
        self.column = column
        self.isDescending = isDescending
    }
}
