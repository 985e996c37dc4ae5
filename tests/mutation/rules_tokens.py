"""Rules of tokens: where they come from, how long they are kept, when they are renewed."""

# ruff: noqa: E501 - what is to be found in a file stands here as it stands there.
from __future__ import annotations

from .rule import table

_CREDENTIALS = "network/test_credentials.py"
_RENEWAL = f"{_CREDENTIALS}::test_a_token_is_renewed_ahead_of_its_end"
_EARLY = f"{_CREDENTIALS}::test_an_early_renewal_that_fails_does_not_fail_the_call"
_TOGETHER = f"{_CREDENTIALS}::test_one_caller_renews_while_the_others_go_on"
_FIRST = f"{_CREDENTIALS}::test_who_waits_for_a_token_takes_the_one_that_came"
_WRONG = f"{_CREDENTIALS}::test_what_is_no_credential_is_named"
_NONE = "client/test_client.py::test_what_is_no_credential_is_refused_at_once_and_not_shown"
_ASKED = f"{_CREDENTIALS}::test_a_credential_is_asked_for_what_it_knows_and_once"
_GIVEN = f"{_CREDENTIALS}::test_a_token_and_a_callable_are_credentials"
_MADE = f"{_CREDENTIALS}::test_the_default_credential_is_made_once_and_closed_with_its_client"
_GIVES = f"{_CREDENTIALS}::test_what_a_credential_gives_in_the_place_of_a_token_is_named"
_MANY = "client/test_tokens.py"
_IDENTITY = "network/test_identity.py"
_CHALLENGE = f"{_IDENTITY}::test_a_challenge_is_answered_once"
_DEFAULT = f"{_IDENTITY}::test_without_a_credential_the_default_one_signs_in_where_the_cloud_does"

_TOKENS = table(
    "runtime/_tokens.py",
    _CREDENTIALS,
    [
        (
            "A refused token is kept.",
            "if held is not None and held.value == token:",
            "if False:",
            f"{_CREDENTIALS}::test_a_401_drops_the_token",
        ),
        ("A token that has ended is sent.", "self.clock.time() >= held.expires_on or ", "", _EARLY),
        ("A rejected token is sent again.", " or held.value == rejected", "", _CHALLENGE),
        (
            "A token is not renewed before its end.",
            "return self.clock.time() >= max(token.refresh_on, self._next_early_renewal)",
            "return False",
            _RENEWAL,
        ),
        (
            "A failed renewal is tried before each call.",
            "self._next_early_renewal = self.clock.time() + _PAUSE",
            "pass",
            _EARLY,
        ),
        (
            "A failed renewal is not tried again for an hour.",
            "_PAUSE: Final = 30.0",
            "_PAUSE: Final = 3600.0",
            _EARLY,
        ),
        (
            "A token is renewed an hour before its end.",
            "_AHEAD: Final = 300.0",
            "_AHEAD: Final = 3600.0",
            _RENEWAL,
        ),
        (
            "The issuer's time of renewal is ignored.",
            "if not isinstance(refresh_on, (int, float)):",
            "if True:",
            _RENEWAL,
        ),
        (
            "All processes renew together.",
            "refresh_on -= self.clock.uniform(0.0, ahead / 10)",
            "pass",
            _RENEWAL,
        ),
        (
            "A short token is renewed at each call.",
            "min(_AHEAD, max(0.0, (expires_on - now) / 2))",
            "_AHEAD",
            f"{_CREDENTIALS}::test_a_token_that_does_not_last_is_used_for_half_of_its_time",
        ),
        (
            "A token is not kept.",
            "self._token = _Token(value, expires_on, refresh_on)",
            "pass",
            _ASKED,
        ),
        ("A credential does not know that claims may come.", '{"enable_cae": True}', "{}", _ASKED),
        ("A credential is not told the claims.", 'options["claims"] = claims', "pass", _CHALLENGE),
        (
            "A credential is asked without a scope.",
            "if self._scope is None and not self._is_callable():",
            "if False:",
            f"{_CREDENTIALS}::test_no_token_of_the_cloud_goes_to_a_place_of_ones_own_unasked",
        ),
        (
            "A token by a function needs a scope.",
            "if self._scope is None and not self._is_callable():",
            "if self._scope is None:",
            f"{_CREDENTIALS}::test_a_callable_needs_no_scope",
        ),
        (
            "A credential of a time before claims gets options.",
            "**_accepted(method, options)",
            "**options",
            _ASKED,
        ),
        (
            "A credential with any options gets none.",
            "if any(p.kind is p.VAR_KEYWORD",
            "if False and any(p.kind is p.VAR_KEYWORD",
            _ASKED,
        ),
        ("Every call makes a credential.", "if self._owned is None:", "if True:", _MADE),
        (
            "The sign-in host of the cloud is ignored.",
            '{} if sign_in_host is None else {"authority": sign_in_host}',
            "{}",
            _DEFAULT,
        ),
        (
            "A missing azure-identity is an ImportError.",
            "except ImportError:\n        pass",
            "except ZeroDivisionError:\n        pass",
            f"{_IDENTITY}::test_without_azure_identity_the_error_says_how_to_install_it",
        ),
        (
            "What is no credential is found out in a call.",
            "if isinstance(credential, NoCredential):",
            "if False:",
            _NONE,
        ),
        ("Any text is a token.", "if problem is None:", "if True:", _WRONG),
        ("An empty token is one of other letters.", "if not token:", "if False:", _WRONG),
        (
            "A line end around a token is not named.",
            "if _TOKEN.fullmatch(token.get_secret_value().strip()):",
            "if False:",
            _WRONG,
        ),
        (
            "A token that is no text is sent.",
            '        problem = f"a token is a string, not of type {type(token).__name__}"',
            "        return token",
            _WRONG,
        ),
        (
            "A token is sent as what it shows.",
            "token = SecretStr(str.__str__(token.get_secret_value()))",
            "pass",
            "client/test_request.py",
        ),
        (
            "An async credential is no clear error.",
            "if not inspect.isawaitable(result):",
            "if True:",
            f"{_CREDENTIALS}::test_an_async_credential_in_a_sync_client_is_a_clear_error",
        ),
        (
            "An async credential leaves its coroutine behind.",
            "if inspect.iscoroutine(result):\n        result.close()",
            "pass",
            f"{_CREDENTIALS}::test_an_async_credential_in_a_sync_client_is_a_clear_error",
        ),
        (
            "A task waits for the renewal of another.",
            "if not self._lock.locked():",
            "if True:",
            f"{_TOGETHER}[asyncio]",
        ),
        (
            "A token without an end is kept.",
            "if isinstance(expires_on, bool) or not isinstance(expires_on, (int, float)):",
            "if False:",
            _GIVES,
        ),
        (
            "What has no token is said to be of a wrong type.",
            "if value is None:",
            "if False:",
            _GIVES,
        ),
        (
            "A thread waits for the renewal of another.",
            "if self._is_due(held) and not self._lock.locked():",
            "if self._is_due(held):\n                with self._lock:\n                    pass",
            f"{_TOGETHER}[sync]",
        ),
        (
            "A thread waits for a renewal as long as it takes.",
            "thread.join(seconds)",
            "thread.join()",
            f"{_MANY}::test_a_renewal_that_hangs_does_not_hold_up_a_call",
        ),
        (
            "A renewal takes all the time of a call.",
            "self._renew_beside(min(_PATIENCE, _PART * seconds_left))",
            "self._renew_beside(60)",
            f"{_MANY}::test_a_renewal_that_hangs_does_not_hold_up_a_call",
        ),
        (
            "A renewal takes all the time of an async call.",
            "anyio.move_on_after(min(_PATIENCE, _PART * seconds_left))",
            "anyio.move_on_after(600)",
            f"{_MANY}::test_a_renewal_that_hangs_does_not_hold_up_a_task",
        ),
        (
            "The token that a renewal brought is not sent.",
            "                self._renew_beside(min(_PATIENCE, _PART * seconds_left))\n            return (self._held(rejected) or held).value",
            "                self._renew_beside(min(_PATIENCE, _PART * seconds_left))\n            return held.value",
            _RENEWAL,
        ),
        (
            "The token that an async renewal brought is not sent.",
            "                    await self._renew(self._lock)\n            return (self._held(rejected) or held).value",
            "                    await self._renew(self._lock)\n            return held.value",
            _RENEWAL,
        ),
        (
            "A renewal needs a thread.",
            "with suppress(RuntimeError):",
            "with suppress(ZeroDivisionError):",
            _MANY,
        ),
        (
            "A renewal knows no context.",
            "copy_context().run, args=(self._renew,)",
            "self._renew",
            _MANY,
        ),
        (
            "Two threads renew a token one after the other.",
            "if self._token is not None and self._is_due(self._token):",
            "if True:",
            _MANY,
        ),
        (
            "A thread pauses after failed renewals alone.",
            "        except CredentialError:\n            pass\n        finally:\n            self._early_renewal_ended()\n            self._lock.release()",
            "        except CredentialError:\n            self._early_renewal_ended()\n        finally:\n            self._lock.release()",
            _MANY,
        ),
        (
            "A task pauses after failed renewals alone.",
            "            except CredentialError:\n                pass\n            finally:\n                self._early_renewal_ended()",
            "            except CredentialError:\n                self._early_renewal_ended()",
            _MANY,
        ),
        (
            "An early renewal that fails fails the async call.",
            "            except CredentialError:\n                pass\n            finally:",
            "            finally:",
            f"{_EARLY}[asyncio]",
        ),
        (
            "A thread waits for a token beyond its time.",
            "self._lock.acquire(timeout=min(seconds_left, threading.TIMEOUT_MAX))",
            "self._lock.acquire(timeout=min(15, threading.TIMEOUT_MAX))",
            _MANY,
        ),
        (
            "A thread waits for longer than a lock can.",
            "min(seconds_left, threading.TIMEOUT_MAX)",
            "seconds_left",
            _MANY,
        ),
        (
            "Each thread fetches a token.",
            "            held = self._held(rejected)\n            if held is not None:\n                return held.value\n            self._take_over(before, claims)\n            return self._fetch(claims)",
            "            self._take_over(before, claims)\n            return self._fetch(claims)",
            f"{_FIRST}[sync]",
        ),
        (
            "Each task fetches a token.",
            "            held = self._held(rejected)\n            if held is not None:\n                return held.value\n            self._take_over(before, claims)\n            return await self._fetch(claims)",
            "            self._take_over(before, claims)\n            return await self._fetch(claims)",
            f"{_FIRST}[asyncio]",
        ),
        (
            "Threads ask a credential that fails one after the other.",
            "            self._take_over(before, claims)\n            return self._fetch(claims)",
            "            return self._fetch(claims)",
            _MANY,
        ),
        (
            "Tasks ask a credential that fails one after the other.",
            "            self._take_over(before, claims)\n            return await self._fetch(claims)",
            "            return await self._fetch(claims)",
            _MANY,
        ),
        ("A failure is taken over for ever.", " and last is not before", "", _MANY),
        ("A failure for other claims is taken over.", " and last[0] == claims", "", _MANY),
        (
            "The error of a credential does not say where it was raised.",
            'failure.add_note(place_of(error) or "")',
            "pass",
            f"{_CREDENTIALS}::test_the_error_of_a_callable_says_where_it_was_raised",
        ),
        (
            "The error of a credential is its caller's.",
            "return self._keep(_not_awaitable(self._request(claims)))\n        except Exception as error:",
            "return self._keep(_not_awaitable(self._request(claims)))\n        except CredentialError as error:",
            f"{_EARLY}[sync]",
        ),
        (
            "The error of an async credential is its caller's.",
            "return self._keep(await self._ask(claims))\n        except Exception as error:",
            "return self._keep(await self._ask(claims))\n        except CredentialError as error:",
            f"{_EARLY}[asyncio]",
        ),
        (
            "Ctrl-C in a credential shows a token.",
            "_not_awaitable(self._request(claims)))\n        except Exception as error:\n            failure = self._failed(claims, error)\n        except BaseException as error:\n            drop_frames(error, handled)",
            "_not_awaitable(self._request(claims)))\n        except Exception as error:\n            failure = self._failed(claims, error)\n        except BaseException as error:\n            pass",
            "network/test_leaks.py::test_ctrl_c_in_a_credential_shows_no_secret",
        ),
        (
            "A sync credential stops the event loop.",
            "await to_thread.run_sync(self._request, claims, abandon_on_cancel=True)",
            "self._request(claims)",
            f"{_CREDENTIALS}::test_a_sync_credential_runs_beside_the_event_loop",
        ),
        (
            "A sync credential cannot be given up.",
            ", abandon_on_cancel=True",
            "",
            "network/test_life.py::test_cancellation_ends_a_call_at_once[asyncio-a sync credential]",
        ),
        (
            "An async credential runs in a thread.",
            "if inspect.iscoroutinefunction(method_of(source) or source):",
            "if False:",
            f"{_CREDENTIALS}::test_an_async_credential_needs_no_thread[asyncio]",
        ),
        (
            "An async function behind a call is not awaited.",
            "return await result if inspect.isawaitable(result) else result",
            "return result",
            f"{_CREDENTIALS}::test_a_callable_may_turn_out_to_be_async",
        ),
        (
            "A credential that was made here stays open.",
            '        """Closes the credential, if it was made here."""\n        if self._owned is not None:\n            self._owned.close()\n\n\nclass',
            '        """Closes nothing."""\n\n\nclass',
            _MADE,
        ),
        (
            "A credential that was made here stays open in an event loop.",
            "        if self._owned is not None:\n            self._owned.close()\n\n\ndef",
            "        pass\n\n\ndef",
            _MADE,
        ),
    ],
)

_CREDENTIAL = table(
    "runtime/_credential.py",
    _GIVEN,
    [
        (
            "The newer method is not asked.",
            'for name in ("get_token_info", "get_token"):',
            'for name in ("get_token",):',
            _ASKED,
        ),
        (
            "A class is a credential.",
            "is_class = isinstance(credential, type)",
            "is_class = False",
            _NONE,
        ),
        (
            "Anything is a credential.",
            "(callable(credential) or method_of(credential) is not None)",
            "True",
            _NONE,
        ),
        (
            "Only a function is a credential.",
            "or method_of(credential) is not None)",
            "or False)",
            _ASKED,
        ),
    ],
)

RULES = [*_TOKENS, *_CREDENTIAL]
