package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTPTypesHTTP1

/// A watched connection, whose requests run on its own event loop.
package struct WatchedServerChannel<Base: ServerChildChannel>: ServerChildChannel {
    private let base: Base
    private let makeWatch: @Sendable () -> ConnectionWatch

    /// - Parameters:
    ///   - base: the connection that is watched.
    ///   - makeWatch: makes the watch of a new connection.
    package init(base: Base, makeWatch: @escaping @Sendable () -> ConnectionWatch) {
        self.base = base
        self.makeWatch = makeWatch
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            // Before the codec, heads still have their HTTP version and every line.
            let pipeline = channel.pipeline.syncOperations
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(makeWatch(), position: .before(codec))
            return value
        }
    }

    package func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}
