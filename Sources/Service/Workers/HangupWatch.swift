import Logging
import ServiceLifecycle
import UnixSignals

/// Logs each SIGHUP, which would otherwise end the process: terminals send it when they close.
struct HangupWatch: Service {
    let logger: Logger

    func run() async {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            logger.warning("SIGHUP is ignored: restart the service to apply new settings and certificates")
        }
    }
}
