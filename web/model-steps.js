// How a model is connected, in a few lines that can be copied.

import { h } from './html.js';
import { codeBlock } from './once.js';

const WAYS = [
    ['On your own machine, with Ollama', 'mien serve --model-provider openai --model-url http://127.0.0.1:11434/v1 --model-name qwen3:8b'],
    ['OpenAI, or anything that speaks like it (vLLM, LM Studio, a gateway)',
        'MIEN_MODEL_KEY=sk-… mien serve --model-provider openai --model-name gpt-4o-mini'],
    ['Anthropic', 'MIEN_MODEL_KEY=sk-ant-… mien serve --model-provider anthropic --model-name claude-sonnet-4-5']
];

/** The ways, folded away behind a line. `isAnother`: one is connected already. */
export function modelSteps(isAnother = false) {
    return h('details', { class: 'model-steps' }, h('summary', {}, isAnother ? 'How to connect another one' : 'How to connect one'), h('div', {},
        h('p', { class: 'small' }, 'Whoever runs this server starts it with a model. The key belongs into the environment, '
            + 'where no list of programs shows it.'),
        WAYS.map(([name, command]) => [h('p', { class: 'small way' }, name), codeBlock(command, 'shell')])));
}
