/// An app that sends, and its habits.
struct Application: Sendable {
    /// The app code of the log.
    let code: [UInt8]
    /// How it names its users.
    let userNaming: UserNaming
    /// Whether it records a `sent` row. Older apps record only the gateway's answer.
    let recordsHandOff: Bool
    /// Whether its SDK confirms arrival with a `received` row.
    let confirmsArrival: Bool
    /// Whether its refusals carry the gateway's HTTP status before the reason: `400 BadDeviceToken`.
    let givesHTTPStatus: Bool

    /// Its place in ``all``.
    private(set) var place: UInt8 = 0

    /// The form of an app's user ids.
    enum UserNaming: Sendable {
        /// `USER_0081234`
        case prefixed
        /// `09913CFD-74AD-4A8C-B06E-CCA51200ADDC`
        case uuid
        /// `4400081234`
        case customerNumber
        /// `u-00d1c9f27a`
        case hexadecimal
    }

    /// The apps, by their shares of people.
    static let all = Shares<Application>([
        (44, Application("C90C0-0E786", .prefixed)),
        (28, Application("7B2E4-A91D3", .uuid, recordsHandOff: true)),
        (16, Application("E05F1-3C8A6", .customerNumber, recordsHandOff: true)),
        (9, Application("1D9A7-F42B0", .hexadecimal, confirmsArrival: true)),
        (3, Application("A63C8-5E017", .prefixed, recordsHandOff: true, givesHTTPStatus: true)),
    ]) { $0.place = UInt8($1) }

    private init(
        _ code: String, _ userNaming: UserNaming, recordsHandOff: Bool = false, confirmsArrival: Bool = false,
        givesHTTPStatus: Bool = false
    ) {
        self.code = Array(code.utf8)
        self.userNaming = userNaming
        self.recordsHandOff = recordsHandOff
        self.confirmsArrival = confirmsArrival
        self.givesHTTPStatus = givesHTTPStatus
    }
}
