// Lint rules of this house that no published plugin has.

function hasDoc(sourceCode, node) {
  const before = sourceCode.getCommentsBefore(node).at(-1);
  return before?.type === 'Block' && before.value.startsWith('*');
}

const documentedExports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: '{{name}} is exported without a /** sentence */ of what it means.' },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      ExportNamedDeclaration(node) {
        const declaration = node.declaration;
        const named =
          declaration?.type === 'FunctionDeclaration' || declaration?.type === 'TSDeclareFunction'
            ? declaration.id
            : declaration?.type === 'VariableDeclaration' &&
                /^(ArrowFunctionExpression|FunctionExpression)$/.test(declaration.declarations[0]?.init?.type)
              ? declaration.declarations[0].id
              : null;
        if (named === null || hasDoc(sourceCode, node)) return;
        context.report({ node: named, messageId: 'missing', data: { name: named.name } });
      },
    };
  },
};

// Comments to ESLint itself do nothing here (`noInlineConfig`), and each is reported.
const directive = /^\s*(biome-ignore|prettier-ignore|(istanbul|v8|c8) ignore)/;

const noDirectives = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      directive: 'No comment switches a check off: mend the code, or change the rule for everyone.',
    },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (directive.test(comment.value)) context.report({ loc: comment.loc, messageId: 'directive' });
        }
      },
    };
  },
};

/** The plugin `house`: exported functions are documented; comments do not switch checks off. */
export const house = { rules: { 'documented-exports': documentedExports, 'no-directives': noDirectives } };
