import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypesHTTP1

/// A watched connection, whose requests run on its own event loop.
struct ServiceChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let makeWatch: @Sendable () -> ConnectionWatch

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            // Before the codec, heads still have their HTTP version and every line.
            let pipeline = channel.pipeline.syncOperations
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(makeWatch(), position: .before(codec))
            return value
        }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}
