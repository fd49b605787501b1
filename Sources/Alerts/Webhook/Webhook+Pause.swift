import Glibc

extension Webhook {
    /// Sleeps for a number of seconds.
    static func sleep(_ seconds: Int) { _ = Glibc.sleep(UInt32(clamping: seconds)) }
}
