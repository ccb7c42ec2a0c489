const prompts = 'prompts'
const resources = 'resources'
const tasks = 'extension io.modelcontextprotocol/tasks'

/**
 * What the suite expects a server under test to be stocked with, by scenario: tools, prompts and resources made for testing, or a part of the protocol a
 * desk with nothing but tools does not have. Scenarios that are not named here need nothing.
 */
export const neededFixtures: ReadonlyMap<string, string> = new Map([
  ['server-stateless', 'test_missing_capability, test_streaming_elicitation, test_logging_tool'],
  ['logging-set-level', 'logging to clients'],
  ['completion-complete', 'test_prompt_with_arguments'],
  ['tools-call-simple-text', 'test_simple_text'],
  ['tools-call-image', 'test_image_content'],
  ['tools-call-audio', 'test_audio_content'],
  ['tools-call-embedded-resource', 'test_embedded_resource'],
  ['tools-call-mixed-content', 'test_multiple_content_types'],
  ['tools-call-error', 'test_error_handling'],
  ['tools-call-with-progress', 'test_tool_with_progress'],
  ['tools-call-with-logging', 'test_tool_with_logging'],
  ['tools-call-sampling', 'test_sampling'],
  ['tools-call-elicitation', 'test_elicitation'],
  ['elicitation-sep1034-defaults', 'test_elicitation_sep1034_defaults'],
  ['elicitation-sep1330-enums', 'test_elicitation_sep1330_enums'],
  ['server-sse-polling', 'test_reconnection'],
  ['resources-list', resources],
  ['resources-read-text', 'test://static-text'],
  ['resources-read-binary', 'test://static-binary'],
  ['resources-templates-read', 'test://template/{id}/data'],
  ['resources-subscribe', 'test://watched-resource'],
  ['resources-unsubscribe', 'test://watched-resource'],
  ['prompts-list', prompts],
  ['prompts-get-simple', 'test_simple_prompt'],
  ['prompts-get-with-args', 'test_prompt_with_arguments'],
  ['prompts-get-embedded-resource', 'test_prompt_with_embedded_resource'],
  ['prompts-get-with-image', 'test_prompt_with_image'],
  ['input-required-result-basic-elicitation', 'test_input_required_result_elicitation'],
  ['input-required-result-basic-sampling', 'test_input_required_result_sampling'],
  ['input-required-result-basic-list-roots', 'test_input_required_result_list_roots'],
  ['input-required-result-request-state', 'test_input_required_result_request_state'],
  ['input-required-result-multiple-input-requests', 'test_input_required_result_multiple_inputs'],
  ['input-required-result-multi-round', 'test_input_required_result_multi_round'],
  ['input-required-result-missing-input-response', 'test_input_required_result_elicitation'],
  ['input-required-result-non-tool-request', 'test_input_required_result_prompt'],
  ['input-required-result-result-type', 'test_input_required_result_elicitation'],
  ['input-required-result-tampered-state', 'test_input_required_result_tampered_state'],
  ['input-required-result-capability-check', 'test_input_required_result_capabilities'],
  ['input-required-result-ignore-extra-params', 'test_input_required_result_elicitation'],
  ['input-required-result-validate-input', 'test_input_required_result_elicitation'],
  ['json-schema-2020-12', 'json_schema_2020_12_tool'],
  ['http-custom-header-server-validation', 'a tool with x-mcp-header'],
  ['tasks-lifecycle', tasks],
  ['tasks-capability-negotiation', tasks],
  ['tasks-wire-fields', tasks],
  ['tasks-request-state-removal', tasks],
  ['tasks-mrtr-input', tasks],
  ['tasks-request-headers', tasks],
  ['tasks-dispatch-and-envelope', tasks],
  ['tasks-status-notifications', tasks],
  ['tasks-required-task-error', tasks],
  ['tasks-mrtr-composition', tasks],
])

/** Scenarios that pass without their fixture too, because an error is all they ask for; such a pass shows nothing. */
export const passesUnshown: ReadonlySet<string> = new Set(['input-required-result-validate-input'])
