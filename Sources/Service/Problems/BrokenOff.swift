import NIOCore
import NIOHTTP1

/// Tells the errors that come of clients that go away in the middle, or do not speak HTTP to the end of a request.
enum BrokenOff {
    static func isMeant(by error: any Error) -> Bool {
        error is HTTPParserError || error is ChannelError || error is IOError
    }
}
