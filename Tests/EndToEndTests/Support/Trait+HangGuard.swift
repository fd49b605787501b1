import Testing

extension Trait where Self == TimeLimitTrait {
    /// Fails a test that hangs. An hour, because on a busy machine a test of seconds can take many minutes.
    static var hangGuard: Self { .timeLimit(.minutes(60)) }
}
