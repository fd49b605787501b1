public import EventStore
import Synchronization

/// What has come of a batch that was handed in to be recorded.
public final class RecordingReceipt: Sendable {
    /// Counts, or what kept the batch, and those recorded with it, from being recorded.
    public typealias Outcome = Result<PartRecording, StoreError>

    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case settled(Outcome)
    }

    private let state = Mutex(State.open)

    init() {}

    /// Waits for the outcome. To be called once.
    public func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let outcome: Outcome? = state.withLock { state in
                if case .settled(let outcome) = state { return outcome }
                state = .awaited(continuation)
                return nil
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    func settle(_ outcome: Outcome) {
        let continuation: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            defer { state = .settled(outcome) }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(returning: outcome)
    }
}
