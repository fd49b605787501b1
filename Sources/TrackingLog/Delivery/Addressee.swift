/// Whom a row is about: the message, whom it was sent to, and what was sent.
public struct Addressee: Hashable, Sendable {
    /// What the pseudonyms of erased rows begin with.
    public static let erased = "erased-"

    /// The app's code.
    public var appCode: [UInt8]
    /// The message's tracking code.
    public var trackingCode: [UInt8]
    /// What the sender addressed.
    public var target: [UInt8]
    /// The device.
    public var hwid: [UInt8]
    /// What was pushed.
    public var payload: [UInt8]

    /// An addressee, by the fields of a row.
    public init(
        appCode: [UInt8], trackingCode: [UInt8], target: [UInt8] = [], hwid: [UInt8] = [], payload: [UInt8] = []
    ) {
        self.appCode = appCode
        self.trackingCode = trackingCode
        self.target = target
        self.hwid = hwid
        self.payload = payload
    }

    /// The message: a tracking code is one only together with its app.
    public var message: MessageKey { MessageKey(appCode: appCode, trackingCode: trackingCode) }
}

/// What names a message: an app's tracking code.
public struct MessageKey: Hashable, Sendable {
    /// The app's code; empty where no row names the app.
    public var appCode: [UInt8]
    /// The tracking code.
    public var trackingCode: [UInt8]

    /// A tracking code of an app.
    public init(appCode: [UInt8], trackingCode: [UInt8]) {
        self.appCode = appCode
        self.trackingCode = trackingCode
    }
}
